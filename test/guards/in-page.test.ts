import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, it } from "vitest";
import { createNativeBackend } from "../../src/backends/native/in-page.ts";
import * as threads from "../../src/workers/threads/start-thread.ts";
import * as threadsInPage from "../../src/workers/threads/start-thread-in-page.ts";
import { createThreadPool } from "../../src/workers/threads/thread-pool-in-page.ts";

const root = new URL("../../", import.meta.url);
const { browser } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));

/** A program that trains, as esbuild makes it of the source. */
async function bundledFor(platform: "browser" | "node"): Promise<string> {
  const contents =
    'import { ppo } from "./src/index.ts"; export const train = (options) => ppo("CartPole-v1", options);';
  const stdin = { contents, resolveDir: fileURLToPath(root) };
  const { outputFiles } = await build({ stdin, bundle: true, format: "esm", platform, write: false });
  return outputFiles[0]!.text;
}

it("a program for pages has nothing that only Node can do, nor threads that it does not start", async () => {
  const [forNode, forBrowser] = [await bundledFor("node"), await bundledFor("browser")];
  for (const onlyNode of ["receiveMessageOnPort", "createRequire", "logpi.node", "SharedArrayBuffer("]) {
    expect(forNode).toContain(onlyNode);
    expect(forBrowser).not.toContain(onlyNode);
  }
});

it("a program for pages says what to call before it trains a transformer", async () => {
  const { train } = await import(`data:text/javascript,${encodeURIComponent(await bundledFor("browser"))}`);
  const architecture = { kind: "transformer", layers: 1, width: 8, heads: 1, context: 4 };
  expect(() => [...train({ architecture })]).toThrow(/transformer \(a page calls addTransformer\(\) first\)/);
});

it("what takes the place of Node's threads in pages has the same names, and says why there are none", () => {
  expect(Object.keys(threadsInPage).sort()).toEqual(Object.keys(threads).sort());
  expect(threadsInPage.whyNoThreads()).toBe("there are no web workers here");
});

it("the native backend of a page is an error that says what to take", () => {
  expect(createNativeBackend).toThrow(/needs Node, .* bundled for a browser\. Take the backend "wasm"/);
});

it("a page starts its workers before it trains", () => {
  expect(() => createThreadPool().begin({}, 2)).toThrow(/must be started first: await startWorkers\(\)/);
});

it("package.json replaces files of the source that exist, and the core that is built of them", () => {
  const [[core], ...sources] = Object.entries<string>(browser);
  expect(core).toBe("./dist/shared/core.js");
  for (const file of sources.flat()) expect(() => readFileSync(new URL(file, root))).not.toThrow();
});
