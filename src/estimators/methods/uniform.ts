import type { Generator } from "../../random/index.ts";

/** Fills an array from the open interval (0, 1), where the logarithms of u and of 1 − u are finite. */
export function fillOpenUniform(generator: Generator, array: Float64Array): void {
  for (let i = 0; i < array.length; i++) array[i] = generator.random() || 2 ** -54;
}
