import { fileURLToPath } from "node:url";
import type { EngineOptions } from "../../../src/go/index.ts";

const file = fileURLToPath(new URL("fake-engine.mjs", import.meta.url));

/** The engine of fake-engine.mjs, which may be told how to misbehave. */
export function fakeEngine(...behavior: string[]): EngineOptions {
  return { name: "the fake", command: [process.execPath, file, ...behavior], timeLimit: 5 };
}
