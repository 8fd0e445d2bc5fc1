import type { Expression, FloatExpression } from "../graph/index.ts";

/** The randomness that a sampler turns into values: what to draw, and how much of it. */
export interface Noise {
  /** `uniform` on (0, 1], or standard `normal`. */
  readonly kind: "uniform" | "normal";
  readonly shape: readonly number[];
}

/**
 * A batch of densities p(x | θ), written once as expressions of θ. The score ∇ log p is `grad` of `logProb`
 * (the log-derivative trick of the notes).
 */
export interface Density {
  /** The density (or probability) of each value, as a logarithm: [batch]. */
  logProb(values: Expression): FloatExpression;
  /** −E[log p]: [batch]. */
  entropy(): FloatExpression;
  /** KL(this ‖ other) of a density of the same kind: [batch]. */
  kl(other: this): FloatExpression;
  /** The most probable values. */
  mode(): Expression;
  /** What `sample` needs. */
  readonly noise: Noise;
  /** Values drawn by turning noise into them. */
  sample(noise: Expression): Expression;
}
