import type { BackendName } from "../../src/backends/index.ts";

/** The value of --backend. @param script begins the message @throws Error unless it is "wasm" or "native" */
export function readBackend(script: string, name: string): BackendName {
  if (name === "wasm" || name === "native") return name;
  throw new Error(`${script}: --backend is "${name}"; it must be wasm or native`);
}
