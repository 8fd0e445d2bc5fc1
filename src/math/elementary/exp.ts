import { scaleByPowerOfTwo } from "../float-bits.ts";
import { EXP_TABLE } from "./exp-table.ts";

/**
 * e to the power of x, with an error below 0.52 ulp (1 ulp where the result is subnormal): the same bits on every
 * JavaScript engine.
 *
 * Method: x = k ln 2 / 128 + r, so that exp x = 2^(k/128) exp r, with 2^(k/128) from a table and a polynomial for exp r.
 * Source: P. T. P. Tang, “Table-driven implementation of the exponential function in IEEE floating-point arithmetic”,
 * ACM TOMS 15 (1989); the coefficients are those of Arm's optimized routines (MIT), which the GNU C library uses too.
 *
 * @returns from 0 (below −745.13) to Infinity (above 709.78); NaN for NaN
 */
export function exp(x: number): number {
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019412) return 0;
  if (Number.isNaN(x)) return x;

  const k = x * 184.6649652337873 + ROUND_TO_INTEGER - ROUND_TO_INTEGER;
  const r = x + k * -0.005415212348111709 + k * -1.2864023111638344e-14;
  const at = (k & 127) * 2;
  const square = r * r;
  const relative =
    EXP_TABLE[at + 1] +
    r +
    square * (0.49999999999996786 + r * 0.16666666666665886) +
    square * square * (0.0416666808410674 + r * 0.008333335853059549);
  const scale = EXP_TABLE[at];
  return scaleByPowerOfTwo(scale + scale * relative, k >> 7);
}

const ROUND_TO_INTEGER = 1.5 * 2 ** 52;
