import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openLineFile } from "../../src/files/line-file.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "logpi-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const anything = () => undefined;

describe("a file of lines", () => {
  it("is made, and goes on where it was closed", () => {
    const path = join(folder, "lines");
    for (const round of [0, 1]) {
      const file = openLineFile(path, anything);
      expect(file.lines).toEqual(round === 0 ? [] : ["a 0", "ü 0"]);
      file.append(`a ${round}`);
      file.append(`ü ${round}`);
      file.close();
    }
    expect(readFileSync(path, "utf8")).toBe("a 0\nü 0\na 1\nü 1\n");
  });

  it("loses a last line that was not written to its end", () => {
    const path = join(folder, "lines");
    writeFileSync(path, "whole\nhal");
    const file = openLineFile(path, anything);
    expect(file.lines).toEqual(["whole"]);
    file.append("next");
    file.close();
    expect(readFileSync(path, "utf8")).toBe("whole\nnext\n");
  });

  it("is left as it is when the beginning of a last line does not belong to it", () => {
    const path = join(folder, "lines");
    const bytes = Buffer.from("0 ü\n1 ü").subarray(0, -1); // the last character is cut in two
    writeFileSync(path, bytes);
    const seen: [string, number][] = [];
    const checkBegun = (piece: string, index: number) => {
      seen.push([piece, index]);
      return "it is another one";
    };
    expect(() => openLineFile(path, anything, checkBegun)).toThrow(
      `${path}, line 2: it is another one. Give another file, or delete this one`,
    );
    expect(seen).toEqual([["1 ", 1]]);
    expect(readFileSync(path)).toEqual(bytes);
    const file = openLineFile(path, anything, () => undefined);
    file.close();
    expect(readFileSync(path, "utf8")).toBe("0 ü\n");
  });

  it("is left as it is when a line does not belong to it", () => {
    const path = join(folder, "lines");
    writeFileSync(path, "0\n7\n2\nhal");
    const check = (line: string, index: number) => (line === `${index}` ? undefined : `it is not ${index}`);
    expect(() => openLineFile(path, check)).toThrow(
      `${path}, line 2: it is not 1. Give another file, or delete this one`,
    );
    expect(readFileSync(path, "utf8")).toBe("0\n7\n2\nhal");
  });

  it("is not written into together with another process", () => {
    const path = join(folder, "lines");
    const file = openLineFile(path, anything);
    file.append("mine");
    appendFileSync(path, "theirs\n");
    expect(() => file.append("mine")).toThrow("another process writes to it");
    file.close();
    expect(readFileSync(path, "utf8")).toBe("mine\ntheirs\n");
  });

  it("is no device, which could be read without end", () => {
    expect(() => openLineFile("/dev/null", anything)).toThrow("/dev/null is no regular file");
  });

  it("that cannot be made is named", () => {
    expect(() => openLineFile(join(folder, "no", "lines"), anything)).toThrow(
      /no\/lines cannot be written: ENOENT/,
    );
  });
});
