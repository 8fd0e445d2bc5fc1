import { horner } from "../horner.ts";
import { gaussian } from "./gaussian.ts";

/**
 * The error function 2/√π ∫₀ˣ exp(−t²) dt, with an error of a few ulp: the same bits on every JavaScript engine.
 *
 * Method: x P(x²) up to |x| = 1, beyond it 1 − erfc x. Coefficients: scripts/special-function-coefficients.py.
 *
 * @returns from −1 to 1; NaN for NaN
 */
export function erf(x: number): number {
  if (x >= -1 && x <= 1) return x * horner(ERF_OVER_X, x * x);
  return x > 0 ? 1 - upperTail(x) : upperTail(-x) - 1;
}

/**
 * The complementary error function 1 − erf x, to a few ulp up to where it underflows (x = 26.5).
 *
 * @returns from 2 down to 0; NaN for NaN
 */
export function erfc(x: number): number {
  if (x < 0.5) return 1 - erf(x);
  return upperTail(x);
}

/**
 * The scaled complementary error function exp(x²) erfc(x), which decays like 1/(x √π); to a few ulp.
 *
 * Method: for x ≥ 0 a polynomial of (x − 3.75) / (x + 3.75), over 1 + 2 x.
 * Source: M. M. Shepherd and J. G. Laframboise, “Chebyshev approximation of (1 + 2x) exp(x²) erfc x in 0 ≤ x < ∞”,
 * Mathematics of Computation 36 (1981); the coefficients are those of scripts/special-function-coefficients.py.
 *
 * @returns Infinity below −26.6; NaN for NaN
 */
export function erfcx(x: number): number {
  if (x < 0) return 2 / gaussian(x) - erfcx(-x);
  return horner(SCALED_ERFC, 1 - 7.5 / (x + 3.75)) / (1 + 2 * x);
}

/** erfc x for x ≥ ½. */
function upperTail(x: number): number {
  return gaussian(x) * erfcx(x);
}

/** erf(√z) / √z for z in [0, 1]. */
const ERF_OVER_X: readonly number[] = [
  1.1283791670955126, -0.37612638903183543, 0.11283791670945006, -0.02686617064323777, 0.0052239776071164225,
  -0.0008548325975389692, 0.00012055294904839707, -1.492473690741966e-5, 1.6447424703317362e-6,
  -1.6208483801871705e-7, 1.3720064546777686e-8, -7.795898827002142e-10,
];

/** exp(x²) erfc(x) (1 + 2x) as a polynomial of t = (x − 3.75) / (x + 3.75) in [−1, 1]. */
const SCALED_ERFC: readonly number[] = [
  1.2375126308378275, -0.14024059858554697, 0.003585415485463775, 0.08227673849014516, -0.10880393014171785,
  0.09230432116037876, -0.058693398590212366, 0.028362277418940665, -0.009746579552504244,
  0.0017556258530017257, 0.0002937136342850081, -0.0002901540809795271, 5.1649211390702855e-5,
  2.2384240314224437e-5, -1.1444412439171722e-5, -9.735619015182663e-7, 1.752057970166318e-6,
  -5.721597255990987e-8, -2.591069687796658e-7, 2.3261913276696566e-8, 3.8965452548985966e-8,
  -3.743568033634583e-9, -5.28428697963142e-9, 3.110310719839165e-10, 4.434959070009628e-10,
];
