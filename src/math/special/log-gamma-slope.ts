import { exp } from "../elementary/exp.ts";
import { log } from "../elementary/log.ts";
import { log1p } from "../elementary/log1p.ts";
import { digamma } from "./polygamma.ts";

/**
 * The derivative of the logarithm of a Gamma draw with respect to the shape, at a fixed quantile: d(log z)/dα
 * = −(∂P(α, z)/∂α) / (z p(z)), with P the distribution function and p the density of shape α and rate 1. To about 1e-8 of
 * itself, mostly 1e-10: the same bits on every JavaScript engine.
 *
 * Method: below the mean, for shapes up to 30, the power series of P, differentiated; else ∂P/∂α as the integral of
 * (log t − ψ(α)) p(t) over the side of z where that has one sign, by the double exponential rule.
 * Source: M. Figurnov, S. Mohamed and A. Mnih, “Implicit reparameterization gradients” (2018).
 *
 * @param logDraw log z
 * @param shape α > 0
 */
export function logGammaSlope(logDraw: number, shape: number): number {
  if (!(shape > 0) || Number.isNaN(logDraw)) return Number.NaN;
  const z = exp(logDraw);
  if (shape <= 30 && (z < shape || z < 2)) return bySeries(logDraw, z, shape);
  return (z < shape ? belowMean(z, shape) : aboveMean(z, shape)) / z;
}

/** P = zᵅ e⁻ᶻ / Γ(α + 1) Σ tₙ with tₙ = zⁿ / ((α + 1) … (α + n)). */
function bySeries(logDraw: number, z: number, shape: number): number {
  let term = 1;
  let harmonic = 0; // Σ 1/(α + k), minus the logarithmic derivative of tₙ
  let sum = 1;
  let slope = 0;
  for (let n = 1; term > sum * 1e-17; n += 1) {
    term *= z / (shape + n);
    harmonic += 1 / (shape + n);
    sum += term;
    slope += term * harmonic;
  }
  return (slope - sum * (logDraw - digamma(shape + 1))) / shape;
}

/** ∫₀^∞ (log(z + s) − ψ(α)) p(z + s)/p(z) ds. */
function aboveMean(z: number, shape: number): number {
  const center = digamma(shape);
  const decay = 1 - (shape - 1) / z;
  const width = 1 / (decay + Math.sqrt(shape) / z);
  let sum = 0;
  for (let k = 0; k < RULE_NODES.length; k += 1) {
    const s = width * RULE_NODES[k];
    const ratio = exp((shape - 1) * log1p(s / z) - s);
    sum += RULE_WEIGHTS[k] * (log(z + s) - center) * ratio;
  }
  return width * sum;
}

/** ∫₀^z (ψ(α) − log(z − s)) p(z − s)/p(z) ds, which is over long before s = z. */
function belowMean(z: number, shape: number): number {
  const center = digamma(shape);
  const decay = (shape - 1) / z - 1;
  const width = 1 / (decay + Math.sqrt(shape) / z);
  let sum = 0;
  for (let k = 0; k < RULE_NODES.length; k += 1) {
    const s = width * RULE_NODES[k];
    if (s >= z) break;
    const ratio = exp((shape - 1) * log1p(-s / z) + s);
    sum += RULE_WEIGHTS[k] * (center - log(z - s)) * ratio;
  }
  return width * sum;
}

/** ∫₀^∞ f ≈ Σ wₖ f(xₖ) for f that decays at least exponentially: x = exp(t − exp(−t)) (Takahasi and Mori 1974). */
const STEP = 1 / 8;
const STEPS: readonly number[] = /* @__PURE__ */ Array.from({ length: 54 }, (_, k) => -3 + k * STEP);
const RULE_NODES: readonly number[] = /* @__PURE__ */ STEPS.map((t) => exp(t - exp(-t)));
const RULE_WEIGHTS: readonly number[] = /* @__PURE__ */ STEPS.map(
  (t) => STEP * (1 + exp(-t)) * exp(t - exp(-t)),
);
