import { cos } from "../math/cos.ts";
import { exp } from "../math/exp.ts";
import { log } from "../math/log.ts";
import type { Generator } from "./generator.ts";

/**
 * A draw from the von Mises density around 0 with the given concentration (≥ 0): an angle from −π to π.
 *
 * Source: L. Barabesi, “Generating von Mises variates by the ratio-of-uniforms method”, Statistica Applicata 7 (1995),
 * which needs a cosine and a logarithm only.
 */
export function drawVonMises(generator: Generator, concentration: number): number {
  const spread = concentration > 1.3 ? 1 / Math.sqrt(concentration) : PI * exp(-concentration);
  for (;;) {
    const u = 1 - generator.random();
    const angle = (spread * (2 * generator.random() - 1)) / u;
    if (angle > PI || angle < -PI) continue;
    if (concentration * angle * angle < 4 - 4 * u) return angle;
    if (concentration * cos(angle) >= 2 * log(u) + concentration) return angle;
  }
}

// biome-ignore lint/suspicious/noApproximativeNumericConstant: only literals are the same on every engine by rule.
const PI = 3.141592653589793;
