import type { Backend } from "../compiler/backend.ts";
import { valueInText } from "../text/value-in-text.ts";
import { createNativeBackend } from "./native/index.ts";
import { createWasmBackend } from "./wasm/index.ts";

/** The backends that training and acting run on. */
export type BackendName = "wasm" | "native";

/** @throws Error when "native" is asked for and cannot be had: see `createNativeBackend` */
export function createBackend(name: BackendName): Backend<Float32Array> {
  if (name === "native") return createNativeBackend();
  if (name === "wasm") return createWasmBackend();
  throw new RangeError(`backend: there is none called ${valueInText(name)}. There are wasm and native.`);
}
