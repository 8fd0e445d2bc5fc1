import { cos } from "./cos.ts";
import { reduceAngle, remainder } from "./reduce-angle.ts";
import { sin } from "./sin.ts";
import { cosineOfReduced, sineAndCosineOfReduced, sineOfReduced } from "./sine-kernel.ts";

/**
 * The sine and the cosine of an angle, equal to the bit to {@link sin} and {@link cos}, in less time than both.
 *
 * @param x an angle in radians
 * @param result receives the sine at 0 and the cosine at 1. V8 reaches `new Float64Array(new ArrayBuffer(16))` faster than
 *   `new Float64Array(2)`, which it keeps on its heap.
 */
export function sinCos(x: number, result: Float64Array): void {
  const magnitude = Math.abs(x);
  if (magnitude < 0.85546875 && magnitude >= 2 ** -26) {
    sineAndCosineOfReduced(x, result);
  } else if (magnitude >= 2.4262638092041016 && magnitude < Infinity) {
    sineAndCosineOfReducible(x, result);
  } else {
    result[0] = sin(x);
    result[1] = cos(x);
  }
}

function sineAndCosineOfReducible(x: number, result: Float64Array): void {
  const quadrant = reduceAngle(x);
  const sine = sineOfReduced(remainder[0], remainder[1]);
  const cosine = cosineOfReduced(remainder[0], remainder[1]);
  const isOdd = (quadrant & 1) === 1;
  result[0] = (1 - (quadrant & 2)) * (isOdd ? cosine : sine);
  result[1] = (1 - ((quadrant + 1) & 2)) * (isOdd ? sine : cosine); // cos x = sin(x + π/2)
}
