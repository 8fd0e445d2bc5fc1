import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadEnvironment } from "../../src/runs/load-environment.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "logpi-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("loadEnvironment", () => {
  it("refuses a folder, and names a module in it where there is one", async () => {
    const message = `environment: ${folder} is a folder; give a file, a module that exports one`;
    await expect(loadEnvironment(folder)).rejects.toThrow(`${message}.`);
    writeFileSync(join(folder, "room.ts"), "");
    await expect(loadEnvironment(folder)).rejects.toThrow(`${message}, such as ${join(folder, "room.ts")}.`);
  });

  it("refuses a folder that is called as a module", async () => {
    const path = join(folder, "room.js");
    mkdirSync(path);
    await expect(loadEnvironment(path)).rejects.toThrow(`environment: ${path} is a folder; give a file`);
  });
});
