import { exp } from "../math/elementary/exp.ts";
import { log } from "../math/elementary/log.ts";
import { log1p } from "../math/elementary/log1p.ts";
import { logPoisson } from "../math/special/log-poisson.ts";
import type { Generator } from "./generator.ts";

/**
 * A draw from the binomial density: successes among `trials` (a whole number) of probability p.
 *
 * @param failure 1 − p, which has digits that p near 1 lacks; default: as p has it. Their sum may miss 1 by the rounding of
 * float32
 *
 * Source: inversion below 10 expected successes or failures; above it W. Hörmann, “The generation of binomial random
 * variates”, Journal of Statistical Computation and Simulation 46 (1993), algorithm BTRS.
 */
export function drawBinomial(generator: Generator, trials: number, p: number, failure = 1 - p): number {
  if (!(Number.isInteger(trials) && trials >= 0 && p >= 0 && p <= 1 && failure >= 0 && failure <= 1)) {
    throw new RangeError(
      `drawBinomial: trials is ${trials} and p is ${p}; trials must be a whole number from 0 on, p from 0 to 1`,
    );
  }
  if (Math.abs(p + failure - 1) > 1e-6 || (p > 0.5 && failure > 0.5)) {
    throw new RangeError(`drawBinomial: p is ${p} and failure is ${failure}; their sum must be 1`);
  }
  if (p > 0.5) return trials - drawBinomial(generator, trials, failure, p);
  return trials * p < 10 ? byInversion(generator, trials, p) : byRejection(generator, trials, p);
}

/** Walks up the distribution function until it passes a uniform. */
function byInversion(generator: Generator, trials: number, p: number): number {
  const odds = p / (1 - p);
  const atZero = exp(trials * log1p(-p));
  for (;;) {
    let u = generator.random();
    let probability = atZero;
    // Rounding may leave a little of u when all of the probability is used up: then it draws again.
    for (let k = 0; k <= trials && probability > 0; k += 1) {
      if (u < probability) return k;
      u -= probability;
      probability *= (odds * (trials - k)) / (k + 1);
    }
  }
}

function byRejection(generator: Generator, trials: number, p: number): number {
  const spread = Math.sqrt(trials * p * (1 - p));
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const center = trials * p + 0.5;
  const alpha = (2.83 + 5.1 / b) * spread;
  const safe = 0.92 - 4.2 / b;
  const logWeight = (k: number) => logPoisson(k, trials * p) + logPoisson(trials - k, trials * (1 - p));
  const atMode = logWeight(Math.floor((trials + 1) * p));
  for (;;) {
    const u = generator.random() - 0.5;
    const v = 1 - generator.random();
    const distance = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / distance + b) * u + center);
    if (distance >= 0.07 && v <= safe) return k;
    if (k < 0 || k > trials) continue;
    const height = log((v * alpha) / (a / (distance * distance) + b));
    if (height <= logWeight(k) - atMode) return k;
  }
}
