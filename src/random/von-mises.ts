import { exp } from "../math/elementary/exp.ts";
import { log } from "../math/elementary/log.ts";
import { sin } from "../math/elementary/sin.ts";
import type { Generator } from "./generator.ts";

/**
 * A draw from the von Mises density around 0 with the given concentration (≥ 0): an angle from −π to π.
 *
 * Source: L. Barabesi, “Generating von Mises variates by the ratio-of-uniforms method”, Statistica Applicata 7 (1995),
 * which needs a sine and a logarithm only.
 *
 * @throws RangeError unless the concentration is 0 or above, and finite
 */
export function drawVonMises(generator: Generator, concentration: number): number {
  if (!(concentration >= 0 && concentration < Infinity)) {
    throw new RangeError(
      `drawVonMises: concentration is ${concentration}; it must be 0 or above, and finite`,
    );
  }
  const spread = concentration > 1.3 ? 1 / Math.sqrt(concentration) : PI * exp(-concentration);
  for (;;) {
    const u = 1 - generator.random();
    const angle = (spread * (2 * generator.random() - 1)) / u;
    if (angle > PI || angle < -PI) continue;
    if (concentration * angle * angle < 4 - 4 * u) return angle;
    // κ (1 − cos x) ≤ −2 log u, where 1 − cos x = 2 sin²(x/2) keeps its digits near 0.
    const half = sin(0.5 * angle);
    if (concentration * half * half <= -log(u)) return angle;
  }
}

// biome-ignore lint/suspicious/noApproximativeNumericConstant: only literals are the same on every engine by rule.
const PI = 3.141592653589793;
