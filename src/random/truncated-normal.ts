import { exp } from "../math/exp.ts";
import { log } from "../math/log.ts";
import type { Generator } from "./generator.ts";

/**
 * A draw from the standard normal density between two bounds, low < high, either of which may be infinite.
 *
 * By rejection: from the normal where the bounds leave much of it, from an exponential where they cut off a tail, from a
 * uniform where they are close.
 * Source: C. P. Robert, “Simulation of truncated normal variables”, Statistics and Computing 5 (1995).
 */
export function drawTruncatedNormal(generator: Generator, low: number, high: number): number {
  if (high <= 0 || (low < 0 && high < -low)) return -drawTruncatedNormal(generator, -high, -low);
  // Now 0 < high, and low is the nearer bound.
  if (low <= 0)
    return high - low > ROOT_TWO_PI ? fromNormal(generator, low, high) : fromUniform(generator, low, high);
  const rate = (low + Math.sqrt(low * low + 4)) / 2;
  const isNarrow = high - low < 1 / rate;
  return isNarrow ? fromUniform(generator, low, high) : fromExponential(generator, low, high, rate);
}

function fromNormal(generator: Generator, low: number, high: number): number {
  for (;;) {
    const z = generator.normal();
    if (z >= low && z <= high) return z;
  }
}

/** The density is highest at the bound nearest to 0, or at 0. */
function fromUniform(generator: Generator, low: number, high: number): number {
  const nearest = low > 0 ? low : 0;
  for (;;) {
    const z = low + (high - low) * generator.random();
    if (generator.random() <= exp(0.5 * (nearest - z) * (nearest + z))) return z;
  }
}

function fromExponential(generator: Generator, low: number, high: number, rate: number): number {
  for (;;) {
    const z = low - log(1 - generator.random()) / rate;
    if (z > high) continue;
    if (generator.random() <= exp(-0.5 * (z - rate) * (z - rate))) return z;
  }
}

const ROOT_TWO_PI = 2.5066282746310002;
