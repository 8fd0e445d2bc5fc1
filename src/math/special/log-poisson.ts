import { log } from "../elementary/log.ts";
import { deviance } from "./deviance.ts";
import { stirlingError } from "./stirling-error.ts";

/**
 * log(mᵏ e⁻ᵐ / k!) for k ≥ 0 and m > 0, accurate where its terms are large and cancel: the same bits on every JavaScript
 * engine.
 *
 * Source: C. Loader, “Fast and accurate computation of binomial probabilities” (2000).
 */
export function logPoisson(k: number, m: number): number {
  if (k === 0) return -m;
  return -0.5 * log(TWO_PI * k) - stirlingError(k) - deviance(k, m);
}

const TWO_PI = 6.283185307179586;
