import { exp } from "../math/elementary/exp.ts";
import { log } from "../math/elementary/log.ts";
import { requirePositive } from "../text/require-number.ts";
import type { Generator } from "./generator.ts";

/**
 * A draw from the normal density of the given mean and standard deviation (> 0) between two bounds, low ≤ high, either of
 * which may be infinite. Where both lie in one tail, its distance from the nearer one keeps its digits.
 *
 * By rejection: from the normal where the bounds leave much of it, from an exponential where they cut off a tail, from a
 * uniform where they are close.
 * Source: C. P. Robert, “Simulation of truncated normal variables”, Statistics and Computing 5 (1995).
 *
 * @throws RangeError when an argument is not in its range, or there is no finite number between the bounds
 */
export function drawTruncatedNormal(
  generator: Generator,
  mean: number,
  standardDeviation: number,
  low: number,
  high: number,
): number {
  requirePositive("drawTruncatedNormal: standardDeviation", standardDeviation);
  if (!Number.isFinite(mean)) {
    throw new RangeError(`drawTruncatedNormal: mean is ${mean}; it must be a finite number`);
  }
  if (!(low <= high && low < Infinity && high > -Infinity)) {
    throw new RangeError(
      `drawTruncatedNormal: low is ${low} and high is ${high}; low must not be above high, and a finite number must lie ` +
        "between them",
    );
  }
  const width = (high - low) / standardDeviation;
  if (low > mean) {
    const distance = drawBeyond(generator, (low - mean) / standardDeviation, width);
    return Math.min(low + standardDeviation * distance, high);
  }
  if (high < mean) {
    const distance = drawBeyond(generator, (mean - high) / standardDeviation, width);
    return Math.max(high - standardDeviation * distance, low);
  }
  const z = drawAround(generator, (low - mean) / standardDeviation, (high - mean) / standardDeviation);
  return Math.min(Math.max(mean + standardDeviation * z, low), high);
}

/** A draw from the standard normal between low ≤ 0 and high ≥ 0. */
function drawAround(generator: Generator, low: number, high: number): number {
  const width = high - low;
  for (;;) {
    if (width > ROOT_TWO_PI) {
      const z = generator.normal();
      if (z >= low && z <= high) return z;
    } else {
      const z = low + width * generator.random();
      if (generator.random() <= exp(-0.5 * z * z)) return z;
    }
  }
}

/** How far beyond `from` > 0, and at most `width`, a draw from the standard normal's tail lies. */
function drawBeyond(generator: Generator, from: number, width: number): number {
  // From 10⁸ on from² + 4 is rounded to from², and may overflow.
  const rate = from < 1e8 ? (from + Math.sqrt(from * from + 4)) / 2 : from;
  if (rate === Infinity) return 0;
  const isNarrow = width < 1 / rate;
  for (;;) {
    if (isNarrow) {
      const distance = width * generator.random();
      if (generator.random() <= exp(-distance * (from + 0.5 * distance))) return distance;
    } else {
      const distance = -log(1 - generator.random()) / rate;
      if (distance > width) continue;
      const off = distance - (rate - from);
      if (generator.random() <= exp(-0.5 * off * off)) return distance;
    }
  }
}

const ROOT_TWO_PI = 2.5066282746310002;
