import type { Backend } from "../../compiler/backend.ts";
import { createCompiledBackend } from "../compiled/create-backend.ts";
import { instantiateKernels } from "./instantiate.ts";

/**
 * The float32 backend on WebAssembly SIMD: the default everywhere, with the same bits on every engine.
 * Each call makes a backend with a memory of its own, which goes when nothing refers to it any more.
 */
export function createWasmBackend(): Backend<Float32Array> {
  return createCompiledBackend("wasm", "simd128", instantiateKernels());
}
