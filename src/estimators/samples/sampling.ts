import { fillNoise, type Noise } from "../../distributions/index.ts";
import { normalQuantile } from "../../math/special/normal-quantile.ts";
import type { Generator } from "../../random/index.ts";
import { requireInteger } from "../../text/require-number.ts";
import { unknownKind } from "../unknown-kind.ts";

/**
 * How the samples of one chunk depend on each other:
 * - `independent`;
 * - `antithetic`: pairs, the second from the mirrored noise (−ε, or 1 − u), whose errors cancel where f is monotone;
 * - `stratified`: `strata` samples, one from each slice of equal probability of every coordinate of the noise, the slices
 *   in random order (a Latin hypercube).
 */
export type Sampling =
  | { readonly kind: "independent" }
  | { readonly kind: "antithetic" }
  | { readonly kind: "stratified"; readonly strata: number };

export const independent: Sampling = { kind: "independent" };

/** How many samples are drawn together; such groups are independent. */
export function groupOf(sampling: Sampling): number {
  switch (sampling.kind) {
    case "independent":
      return 1;
    case "antithetic":
      return 2;
    case "stratified":
      requireInteger("sampling: strata", sampling.strata, 2);
      return sampling.strata;
    default:
      throw unknownKind("sampling", sampling, ["independent", "antithetic", "stratified"]);
  }
}

/** Fills noise of `rows` samples. */
export function fillSampling(
  sampling: Sampling,
  noise: Noise,
  generator: Generator,
  array: Float64Array,
  rows: number,
  values: readonly ArrayLike<number>[],
): void {
  const width = array.length / rows;
  // Noise that is drawn by rejection is always independent: `compileDraws` refuses everything else.
  if (sampling.kind === "independent" || noise.kind === "drawn") fillNoise(noise, generator, array, values);
  else if (sampling.kind === "antithetic") fillAntithetic(noise.kind, generator, array, width);
  else fillStratified(noise.kind, generator, array, width, sampling.strata);
}

function fillAntithetic(
  kind: "uniform" | "normal",
  generator: Generator,
  array: Float64Array,
  width: number,
): void {
  for (let start = 0; start < array.length; start += 2 * width) {
    for (let i = start; i < start + width; i++) {
      if (kind === "normal") {
        array[i] = generator.normal();
        array[i + width] = -array[i];
      } else {
        // From (0, 1) both, as 1 − u would else be 0.
        array[i] = generator.random() || 0.5;
        array[i + width] = 1 - array[i];
      }
    }
  }
}

function fillStratified(
  kind: "uniform" | "normal",
  generator: Generator,
  array: Float64Array,
  width: number,
  strata: number,
): void {
  const order = Int32Array.from({ length: strata }, (_, i) => i);
  for (let start = 0; start < array.length; start += strata * width) {
    for (let column = 0; column < width; column++) {
      generator.shuffle(order);
      for (let i = 0; i < strata; i++) {
        const u = (order[i] + 1 - generator.random()) / strata;
        array[start + i * width + column] =
          kind === "uniform" ? u : normalQuantile(Math.min(u, 1 - 2 ** -53));
      }
    }
  }
}
