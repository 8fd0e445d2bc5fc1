export type { Backend } from "./backend.ts";
export { createReferenceBackend } from "./reference/index.ts";
export { createWasmBackend } from "./wasm/index.ts";
