import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "logpi-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Starts logpi as a process of its own. */
function logpi(...args: string[]): ChildProcessByStdio<null, Readable, Readable> {
  return spawn(process.execPath, ["--import", "tsx", main, ...args], { stdio: ["ignore", "pipe", "pipe"] });
}

/** A training that would go on for long. */
const long = () =>
  logpi("train", "CartPole-v1", "--steps", "1_000_000_000", "--json", "--run", join(folder, "run"));
const status = () => JSON.parse(readFileSync(join(folder, "run/run.json"), "utf8")).status;

describe("the logpi process", () => {
  it("explains errors on stderr, and says how it was started", async () => {
    const child = logpi("evaluate");
    const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, "close")]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^logpi: evaluate: <run> is missing.*\nSee node .*main\.ts evaluate --help\.\n$/);
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("saves the run on %s", async (signal, exitCode) => {
    const child = long();
    child.stdout.once("data", () => child.kill(signal));
    const [stdout, [code]] = await Promise.all([text(child.stdout), once(child, "close")]);
    expect(code).toBe(exitCode);
    expect(JSON.parse(stdout.trimEnd().split("\n").at(-1)!)).toMatchObject({ event: "stopped" });
    expect(status()).toBe("stopped");
  });

  it("saves the run, and is quiet, when nobody reads its output any more", async () => {
    const child = long();
    child.stdout.once("data", () => child.stdout.destroy());
    const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, "close")]);
    expect([code, stderr]).toEqual([141, ""]);
    expect(status()).toBe("stopped");
  });
});
