/** Where {@link reduceAngle} puts the remainder: its float64 value, then what that lacks. */
export const remainder = new Float64Array(2);

/**
 * Brings an angle into [−π/4, π/4]: x = quadrant · π/2 + remainder.
 *
 * Up to 1.05e8 in magnitude π/2 is taken as the sum of four parts, the first three of few enough bits that their
 * products with the number of quadrants are exact (W. J. Cody and W. Waite, “Software Manual for the Elementary
 * Functions”, 1980; the parts are those of IBM's Accurate Mathematical Library). Beyond that the bits of 2/π that matter
 * are multiplied exactly (M. Payne and R. Hanek, “Radian reduction for trigonometric functions”, SIGNUM 18, 1983), which
 * takes about a microsecond.
 *
 * @param x a finite angle in radians
 * @returns the quadrant, 0 to 3
 */
export function reduceAngle(x: number): number {
  if (x > LARGE_ANGLE || x < -LARGE_ANGLE) return reduceLargeAngle(x);

  const quadrants = x * TWO_OVER_PI + ROUND_TO_INTEGER - ROUND_TO_INTEGER;
  const first = x - quadrants * 1.5707963407039642 + quadrants * 1.3909067564377153e-8;
  const third = quadrants * -4.97899623147991e-17;
  const second = first - third;
  const fourth = quadrants * -1.9034889620193266e-25;
  remainder[0] = second - fourth;
  remainder[1] = first - second - third + (second - remainder[0] - fourth);
  return quadrants & 3;
}

const LARGE_ANGLE = 1e8;
const TWO_OVER_PI = 0.6366197723675814;
const ROUND_TO_INTEGER = 1.5 * 2 ** 52;

/** floor(2/π · 2^1248): enough for the largest float64, below 2^1024, and 160 bits more. */
const TWO_OVER_PI_BITS =
  "0xa2f9836e4e441529fc2757d1f534ddc0db6295993c439041fe5163abdebbc561b7246e3a424dd2e006492eea09d1921cfe1deb1cb129a" +
  "73ee88235f52ebb4484e99c7026b45f7e413991d639835339f49c845f8bbdf9283b1ff897ffde05980fef2f118b5a0a6d1f6d367ecf27" +
  "cb09b74f463f669e5fea2d7527bac7ebe5f17b3d0739f78a5292ea6bfb5fb11f8d5d0856033046fc7b6babf0cfbc20";

/** floor(π/2 · 2^128). */
const HALF_PI_BITS = 0x1921fb54442d18469898cc51701b839a2n;

/** |x| > 2^26: the fraction of |x| · 2/π to 160 bits, of which a float64 near a multiple of π/2 cancels at most 64. */
function reduceLargeAngle(x: number): number {
  let integer = Math.abs(x);
  let exponent = 0;
  while (integer >= 2 ** 53) {
    integer /= 2;
    exponent += 1;
  }
  while (integer !== Math.floor(integer)) {
    integer *= 2;
    exponent -= 1;
  }
  // |x| · 2/π in units of 2^−160, without the multiples of 4 quadrants.
  const bits = BigInt.asUintN(
    162,
    (BigInt(integer) * BigInt(TWO_OVER_PI_BITS)) >> BigInt(1248 - 160 - exponent),
  );
  const quadrant = (bits + (1n << 159n)) >> 160n;
  const fraction = bits - (quadrant << 160n);
  const scaled = (fraction * HALF_PI_BITS) >> 96n; // the remainder in units of 2^−192
  const sign = x < 0 ? -1 : 1;
  const high = Number(scaled);
  remainder[0] = sign * high * 2 ** -192;
  remainder[1] = sign * Number(scaled - BigInt(high)) * 2 ** -192;
  return (sign * Number(quadrant)) & 3;
}
