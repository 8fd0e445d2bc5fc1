import type { Backend } from "../compiler/backend.ts";
import { createNativeBackend } from "./native/index.ts";
import { createWasmBackend } from "./wasm/index.ts";

/**
 * The native backend where it is built, or else that of WebAssembly: for what is to be quick, and need not give the same bits
 * on every machine.
 *
 * @throws RangeError on an instruction set in the environment that the processor does not have
 */
export function fastestBackend(): Backend<Float32Array> {
  try {
    return createNativeBackend();
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return createWasmBackend();
  }
}
