import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { box, defineEnvironment, discrete } from "../../../src/index.ts";
import { cartPole } from "./cart-pole.mjs";

/** The environment that the servers have, in this thread. */
export const localCartPole = (largestSeed = Number.MAX_SAFE_INTEGER) => {
  const environment = cartPole();
  return defineEnvironment({
    observationSpace: box({ low: -Infinity, high: Infinity, shape: [4] }),
    actionSpace: discrete(2),
    reset: ({ seed } = {}) => ({ observation: environment.reset(seed && seed % (largestSeed + 1)) }),
    step: (action) => environment.step(action),
  });
};

/** The address of a fake server, with what it does wrong: see fake-server.mjs. Each has messages counted of its own. */
export type FakeAddress = (faults?: Readonly<Record<string, string | number>>) => string;

export async function startFakeServer(): Promise<{
  readonly address: FakeAddress;
  readonly stop: () => void;
}> {
  const worker = new Worker(new URL("./fake-server.mjs", import.meta.url));
  const [port] = await once(worker, "message");
  let servers = 0;
  const address: FakeAddress = (faults = {}) => {
    const texts = Object.entries(faults).map(([name, value]) => [name, String(value)]);
    servers += 1;
    return `ws://127.0.0.1:${port}?${new URLSearchParams([["id", String(servers)], ...texts])}`;
  };
  return { address, stop: () => void worker.terminate() };
}

const python = ["python3", "python"].find((name) => spawnSync(name, ["--version"]).status === 0);

/** Why tests that need Python are skipped; undefined where it is. */
export const whyNoPython = python === undefined ? "there is no Python" : undefined;

/** It is looked for without being imported, which takes a second. */
export const hasGymnasium =
  python !== undefined &&
  spawnSync(python, ["-c", "import importlib.util as u, sys; sys.exit(u.find_spec('gymnasium') is None)"])
    .status === 0;

/** Serves an environment by python/serve_environment.py, on a free port. */
export async function startPython(...parameters: string[]): Promise<{ url: string; process: ChildProcess }> {
  const script = fileURLToPath(new URL("../../../python/serve_environment.py", import.meta.url));
  const process = spawn(python!, [script, "--port", "0", ...parameters], {
    cwd: fileURLToPath(new URL(".", import.meta.url)),
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...globalThis.process.env, PYTHONDONTWRITEBYTECODE: "1" },
  });
  let errors = "";
  process.stderr!.on("data", (data) => {
    errors += data;
  });
  const exited = once(process, "exit").then(() => Promise.reject(new Error(errors)));
  exited.catch(() => {});
  const [line] = await Promise.race([once(createInterface(process.stdout!), "line"), exited]);
  return { url: String(line).replace(/.* at /, ""), process };
}
