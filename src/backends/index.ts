export type { Backend } from "../compiler/backend.ts";
export { type BackendName, createBackend } from "./create-backend.ts";
export { fastestBackend } from "./fastest-backend.ts";
export { createNativeBackend, type NativeBackendOptions } from "./native/index.ts";
export { createReferenceBackend } from "./reference/index.ts";
export { createWasmBackend } from "./wasm/index.ts";
