import { exp } from "../elementary/exp.ts";

/**
 * exp(−factor x²) to full precision for large |x| too, where rounding x² would cost: x is split into 26 leading bits, whose
 * square is exact, and the rest.
 *
 * @param factor 1 or ½
 */
export function gaussian(x: number, factor = 1): number {
  if (!(x < 40 && x > -40)) return Number.isNaN(x) ? x : 0;
  const scaled = x * (2 ** 27 + 1);
  const top = scaled - (scaled - x);
  return exp(-factor * top * top) * exp(-factor * (x - top) * (x + top));
}
