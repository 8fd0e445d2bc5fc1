import { fileURLToPath } from "node:url";
import type { EngineOptions } from "../../../src/go/index.ts";

const file = fileURLToPath(new URL("fake-engine.mjs", import.meta.url));

/**
 * A script that answers its first command only, and has started another process, which writes into a file for ten seconds.
 */
export function engineOfScript(file: string): EngineOptions {
  const other = `i=0; while [ $i -lt 200 ]; do i=$((i+1)); echo >> "${file}"; sleep 0.05; done`;
  const script = `(${other}) & read line; echo "=1 begun"; echo; wait`;
  return { name: "the script", command: ["/bin/sh", "-c", script], timeLimit: 1 };
}

/** The engine of fake-engine.mjs, which may be told how to misbehave. */
export function fakeEngine(...behavior: string[]): EngineOptions {
  return { name: "the fake", command: [process.execPath, file, ...behavior], timeLimit: 5 };
}
