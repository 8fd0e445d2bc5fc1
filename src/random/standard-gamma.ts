import { exp } from "../math/elementary/exp.ts";
import { log } from "../math/elementary/log.ts";
import { requirePositive } from "../text/require-number.ts";
import type { Generator } from "./generator.ts";

/**
 * A draw from the Gamma density of the given shape (> 0) and rate 1. A draw too small for a float64 becomes the smallest
 * normal one.
 *
 * Source: G. Marsaglia and W. W. Tsang, “A simple method for generating gamma variables”, ACM TOMS 26 (2000).
 *
 * @throws RangeError unless the shape is above 0 and finite
 */
export function drawStandardGamma(generator: Generator, shape: number): number {
  requirePositive("drawStandardGamma: shape", shape);
  if (shape >= 1) return drawFromOne(generator, shape);
  const draw = exp(drawLogGamma(generator, shape));
  return draw < 2 ** -1022 ? 2 ** -1022 : draw;
}

/**
 * The logarithm of such a draw, which small shapes need: their draws underflow.
 *
 * @throws RangeError unless the shape is above 0 and finite
 */
export function drawLogGamma(generator: Generator, shape: number): number {
  requirePositive("drawLogGamma: shape", shape);
  if (shape >= 1) return log(drawFromOne(generator, shape));
  // A draw of shape + 1 times u^(1/shape).
  return log(drawFromOne(generator, shape + 1)) + log(1 - generator.random()) / shape;
}

/** By rejection from (1 + c z)³, for shapes from 1 on. */
function drawFromOne(generator: Generator, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const z = generator.normal();
    const root = 1 + c * z;
    if (root <= 0) continue;
    const v = root * root * root;
    const u = 1 - generator.random();
    if (u < 1 - 0.0331 * z * z * z * z) return d * v;
    if (log(u) < 0.5 * z * z + d * (1 - v + log(v))) return d * v;
  }
}
