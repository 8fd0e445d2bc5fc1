import { log } from "../elementary/log.ts";
import { horner } from "../horner.ts";
import { stirlingError } from "./stirling-error.ts";

/**
 * log Γ(x) for x ≥ 0, with a relative error of about 1e-15, near its zeros at 1 and 2 too: the same bits on every
 * JavaScript engine.
 *
 * Method: around its zeros a polynomial times the distance from the zero; up to 8 by Γ(x + 1) = x Γ(x); above by
 * Stirling's series. Coefficients: scripts/special-function-coefficients.py.
 *
 * @returns Infinity for 0; NaN below 0 and for NaN
 */
export function logGamma(x: number): number {
  if (!(x > 0)) return x === 0 ? Infinity : Number.NaN;
  if (x < 0.5) return x * horner(LOG_GAMMA_FROM_1, x) - log(x);
  if (x < 1.5) return (x - 1) * horner(LOG_GAMMA_FROM_1, x - 1);
  if (x < 2.5) return (x - 2) * horner(LOG_GAMMA_FROM_2, x - 2);
  if (x < 8) {
    let product = 1;
    let y = x;
    while (y >= 2.5) {
      y -= 1;
      product *= y;
    }
    return log(product) + (y - 2) * horner(LOG_GAMMA_FROM_2, y - 2);
  }
  if (x === Infinity) return x;
  return (x - 0.5) * (log(x) - 1) + (HALF_LOG_TWO_PI_LESS_HALF + stirlingError(x));
}

const HALF_LOG_TWO_PI_LESS_HALF = 0.4189385332046727;

/** log Γ(1 + z) / z for z in [−½, ½]. */
const LOG_GAMMA_FROM_1: readonly number[] = [
  -0.5772156649015329, 0.8224670334241131, -0.4006856343865313, 0.2705808084278337, -0.20738555102872175,
  0.16955717698926046, -0.14404989676093186, 0.12550967015385275, -0.11133426648064039, 0.10009943008747753,
  -0.09095399050709609, 0.08335458900295017, -0.07693324338734528, 0.07141935724662937, -0.06665550719444015,
  0.0626711104727693, -0.05898924031065899, 0.054058776743014576, -0.051177808935222266, 0.05928878667667664,
  -0.05663969322285954, 0.005299145410064582, -0.004485262603857743, 0.15846766634774326,
  -0.15340561526661967, -0.17310581118613022, 0.16833795110458488, 0.23220268431813382, -0.2251396034009193,
];

/** log Γ(2 + z) / z for z in [−½, ½]. */
const LOG_GAMMA_FROM_2: readonly number[] = [
  0.42278433509846713, 0.32246703342411326, -0.0673523010531981, 0.02058080842778038, -0.0073855510286719986,
  0.002890510331034267, -0.0011927539118428156, 0.0005096695154115458, -0.00022315475400520507,
  9.945767355819498e-5, -4.49263133791557e-5, 2.0505590755833454e-5, -9.438715099211532e-6,
  4.38470440459836e-6, -2.0439048107029907e-6, 9.200527894968101e-7, -4.3252393445604814e-7,
  2.78740805211359e-7, -1.3219945666117874e-7,
];
