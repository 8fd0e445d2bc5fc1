import type { Backend } from "../../src/backends/index.ts";
import type { Variable } from "../../src/graph/index.ts";
import type { Tensor } from "./workload.ts";

/** Copies of the parameters' values, by name. */
export function parameterTensors(
  parameters: readonly Variable[],
  backend: Backend<Float32Array>,
): Record<string, Tensor> {
  return Object.fromEntries(
    parameters.map((parameter) => [
      parameter.attributes.name,
      { shape: parameter.shape, data: backend.values(parameter).slice() },
    ]),
  );
}
