import { exp } from "../math/elementary/exp.ts";
import { log } from "../math/elementary/log.ts";
import { logPoisson } from "../math/special/log-poisson.ts";
import type { Generator } from "./generator.ts";

/** Beyond it a standard deviation is far less than the distance between two float64. */
const MOST = 2 ** 1000;

/**
 * A draw from the Poisson density of the given mean (≥ 0).
 *
 * Source: products of uniforms below 10; above it W. Hörmann, “The transformed rejection method for generating Poisson
 * random variables”, Insurance: Mathematics and Economics 12 (1993), algorithm PTRS.
 */
export function drawPoisson(generator: Generator, mean: number): number {
  if (!(mean >= 0 && mean < Infinity)) {
    throw new RangeError(`drawPoisson: mean is ${mean}; it must be 0 or above, and finite`);
  }
  if (mean > MOST) return mean;
  return mean < 10 ? byProducts(generator, exp(-mean)) : byRejection(generator, mean);
}

function byProducts(generator: Generator, least: number): number {
  let product = 1;
  for (let count = 0; ; count += 1) {
    product *= generator.random();
    if (product <= least) return count;
  }
}

function byRejection(generator: Generator, mean: number): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const safe = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = generator.random() - 0.5;
    const v = 1 - generator.random();
    const distance = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / distance + b) * u + mean + 0.43);
    if (distance >= 0.07 && v <= safe) return k;
    if (k < 0 || (distance < 0.013 && v > distance)) continue;
    const height = log(v) + log(inverseAlpha) - log(a / (distance * distance) + b);
    if (height <= logPoisson(k, mean)) return k;
  }
}
