import { reduceAngle, remainder } from "./reduce-angle.ts";
import { cosineOfReduced, sineOfReduced } from "./sine-kernel.ts";

/**
 * The cosine of an angle, with an error below 0.55 ulp for every float64: the same bits on every JavaScript engine,
 * which Math.cos does not promise.
 *
 * @param x an angle in radians
 * @returns from −1 to 1; NaN for NaN and ±Infinity
 */
export function cos(x: number): number {
  const magnitude = Math.abs(x);
  if (magnitude < 0.85546875) return cosineOfReduced(magnitude, 0);
  if (magnitude < 2.4262638092041016) {
    const difference = HALF_PI - magnitude;
    const complement = difference + HALF_PI_TAIL;
    return sineOfReduced(complement, difference - complement + HALF_PI_TAIL);
  }
  if (magnitude < Infinity) return cosineOfReducible(x);
  return Number.NaN;
}

const HALF_PI = 1.5707963267948966;
const HALF_PI_TAIL = 6.123233995736766e-17;

function cosineOfReducible(x: number): number {
  const quadrant = (reduceAngle(x) + 1) & 3; // cos x = sin(x + π/2)
  const result =
    (quadrant & 1) === 0
      ? sineOfReduced(remainder[0], remainder[1])
      : cosineOfReduced(remainder[0], remainder[1]);
  return quadrant >= 2 ? -result : result;
}
