import { reduceAngle, remainder } from "./reduce-angle.ts";
import { cosineOfReduced, sineOfReduced } from "./sine-kernel.ts";

/**
 * The sine of an angle, with an error below 0.55 ulp for every float64: the same bits on every JavaScript engine, which
 * Math.sin does not promise.
 *
 * @param x an angle in radians
 * @returns from −1 to 1; NaN for NaN and ±Infinity; −0 for −0
 */
export function sin(x: number): number {
  const magnitude = Math.abs(x);
  if (magnitude < 0.85546875) return magnitude < 2 ** -26 ? x : sineOfReduced(x, 0);
  if (magnitude < 2.4262638092041016) {
    const cosine = cosineOfReduced(HALF_PI - magnitude, HALF_PI_TAIL);
    return x < 0 ? -cosine : cosine;
  }
  if (magnitude < Infinity) return sineOfReducible(x);
  return Number.NaN;
}

const HALF_PI = 1.5707963267948966;
const HALF_PI_TAIL = 6.123233995736766e-17;

function sineOfReducible(x: number): number {
  const quadrant = reduceAngle(x);
  const result =
    (quadrant & 1) === 0
      ? sineOfReduced(remainder[0], remainder[1])
      : cosineOfReduced(remainder[0], remainder[1]);
  return quadrant >= 2 ? -result : result;
}
