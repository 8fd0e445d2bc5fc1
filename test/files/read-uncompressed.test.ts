import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { readUncompressed } from "../../src/files/read-uncompressed.ts";

const folder = mkdtempSync(join(tmpdir(), "logpi-"));
afterAll(() => rmSync(folder, { recursive: true }));

const text = "(;FF[4]GM[1])\n".repeat(100);

function reading(bytes: Uint8Array | string, most?: number) {
  const path = join(folder, "file");
  writeFileSync(path, bytes);
  return () => new TextDecoder().decode(readUncompressed(path, most));
}

describe("a file that may be compressed", () => {
  it("has the same bytes with and without gzip", () => {
    expect(reading(text)()).toBe(text);
    expect(reading(gzipSync(text))()).toBe(text);
    expect(reading("")()).toBe("");
  });

  it("is refused where it is damaged", () => {
    const bytes = gzipSync(text);
    const why = "it begins as gzip does and cannot be uncompressed: ";
    expect(reading(bytes.subarray(0, 30))).toThrow(`${why}unexpected end of file`);
    expect(reading(bytes.with(bytes.length - 6, bytes.at(-6)! ^ 1))).toThrow(`${why}incorrect data check`);
    expect(reading(bytes.subarray(0, 2))).toThrow(why);
  });

  it("is refused where it has more bytes uncompressed than it may", () => {
    expect(reading(gzipSync(text), text.length)()).toBe(text);
    const most = text.length - 1;
    expect(reading(gzipSync(text), most)).toThrow(`it has more than ${most} bytes uncompressed`);
  });
});
