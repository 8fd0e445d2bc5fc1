import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startFunctionThread } from "../../src/workers/index.ts";

const folder = mkdtempSync(join(tmpdir(), "logpi-"));
const module = pathToFileURL(join(folder, "thread.mjs"));

/** A thread whose function adds what it is given to what it was started with, and misbehaves where it is told to. */
const program = `
  import { serveFunction } from "${new URL("../../src/workers/threads/serve-function.ts", import.meta.url).pathname}";
  serveFunction((base) => async (input) => {
    if (input === "throw") throw new RangeError("not this one");
    if (input === "exit") process.exit(3);
    if (input === "wait") await new Promise((resolve) => setTimeout(resolve, 60_000));
    return base + input;
  });
`;

beforeAll(async () => {
  writeFileSync(join(folder, "program.ts"), program);
  await build({
    ...{ entryPoints: [join(folder, "program.ts")], outfile: join(folder, "thread.mjs") },
    ...{ bundle: true, format: "esm", platform: "node", target: "es2022" },
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("a function in another thread", () => {
  it("has the result of each call, also where several go on at a time", async () => {
    const thread = startFunctionThread<number, number>(module, 40);
    const calls = [1, 2, 3].map((input) => thread.call(input));
    expect(thread.calls).toBe(3);
    expect(await Promise.all(calls)).toEqual([41, 42, 43]);
    expect(thread.calls).toBe(0);
    thread.stop();
  });

  it("throws what the function throws, and goes on", async () => {
    const thread = startFunctionThread<string, string>(module, "a");
    await expect(thread.call("throw")).rejects.toThrow(
      expect.objectContaining({ name: "RangeError", message: "not this one" }),
    );
    expect(await thread.call("b")).toBe("ab");
    thread.stop();
  });

  it("throws where it cannot be sent its input, and waits for nothing then", async () => {
    const thread = startFunctionThread<unknown, string>(module, "a");
    await expect(thread.call(() => 0)).rejects.toThrow("could not be cloned");
    expect(thread.calls).toBe(0);
    expect(await thread.call("b")).toBe("ab");
    thread.stop();
  });

  it("throws where the thread has ended, for calls before and after that", async () => {
    const thread = startFunctionThread<string, string>(module, "a");
    const waiting = thread.call("wait");
    const ending = thread.call("exit");
    for (const call of [waiting, ending])
      await expect(call).rejects.toThrow("a thread has ended with exit code 3");
    await expect(thread.call("b")).rejects.toThrow("a thread has ended with exit code 3");
  });

  it("throws where it was stopped", async () => {
    const thread = startFunctionThread<string, string>(module, "a");
    const waiting = thread.call("wait");
    thread.stop();
    await expect(waiting).rejects.toThrow("the thread was stopped");
    await expect(thread.call("b")).rejects.toThrow("the thread was stopped");
  });

  it("cannot be started from a module that is not there", () => {
    const missing = pathToFileURL(join(folder, "missing.mjs"));
    expect(() => startFunctionThread(missing, 0)).toThrow(`there is no module ${missing.href}`);
  });
});
