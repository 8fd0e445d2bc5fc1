export * from "./architecture.ts";
export { type DenseOptions, dense } from "./dense.ts";
export * from "./initializers.ts";
export type { Network } from "./network.ts";
export * from "./safetensors.ts";
