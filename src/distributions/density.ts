import type { DType, Expression, FloatExpression, Operand, Shape } from "../graph/index.ts";
import type { Choice } from "./choice.ts";
import type { Decomposition } from "./decompositions/decomposition.ts";
import type { Noise } from "./sampling/noise.ts";

/** Where values lie; outside, the log-density is −∞. A vector lies there when each of its entries does. */
export type Support =
  /** Whole numbers from `low` to `high`, both included; one bound per entry where they differ. */
  | { readonly kind: "integers"; readonly low: number; readonly high: Operand | readonly number[] }
  /** Real numbers between two bounds; of a mixture, between the outermost ones, with those of its components as `inner`. */
  | {
      readonly kind: "interval";
      readonly low: Operand;
      readonly high: Operand;
      readonly inner?: readonly Expression[];
    }
  /** Vectors of numbers above 0 that sum to 1. */
  | { readonly kind: "simplex" }
  /** Vectors of several parts side by side, each in a support of its own. */
  | { readonly kind: "product"; readonly parts: readonly PartOfSupport[] };

export interface PartOfSupport {
  /** The part's name, and that of its density. */
  readonly name: string;
  readonly family: string;
  readonly support: Support;
  /** [...batch, ...]: its numbers, which come one after another in the value. */
  readonly shape: Shape;
}

/**
 * A batch of densities p(x | θ), written once as expressions of θ. The score ∇ log p is `grad` of `logProb`
 * (the log-derivative trick of the notes).
 *
 * Values have the shape [...batchShape, ...eventShape], or one that broadcasts with it: a density of batch shape [] takes
 * a thousand values of shape [1000, ...eventShape]. Of discrete densities, "density" means the probability.
 */
export interface Density {
  /** The family: what errors call it, and what `kl` compares. */
  readonly name: string;
  /** θ: the parameters, of shapes that broadcast to [...batchShape, ...] as each density says. */
  readonly parameters: Readonly<Record<string, Expression>>;
  /** The densities that stand beside one another. */
  readonly batchShape: Shape;
  /** The shape of one value: [] for a number. */
  readonly eventShape: Shape;
  /** Whether values are drawn from a list that can be counted. */
  readonly discrete: boolean;
  /** What `sample` returns: `int` for indices and labels, `float` for all else (counts too: they may be large). */
  readonly dtype: DType;
  readonly support: Support;
  /**
   * The density (or probability) of each value, as a logarithm: [...batch]. −∞ outside the support, NaN for NaN.
   *
   * Of samples through which no gradient flows, as `stopGradient(density.sample(noise))`, it is that of what they were before a
   * transform, or of the logarithms that they were drawn with: their own rounding may have lost it.
   */
  logProb(values: Expression): FloatExpression;
  /**
   * −E[log p], in nats: [...batch].
   *
   * @throws NoClosedFormError where none is known; `estimateEntropy` then samples
   */
  entropy(): FloatExpression;
  /**
   * KL(this ‖ other) = E[log p − log q], in nats, of a density of the same family and of values of the same shape: [...batch],
   * to which the other's batch broadcasts, or both to a common one.
   *
   * @throws NoClosedFormError where none is known; `estimateKl` then samples
   * @throws TypeError for a density of another family, RangeError for one of values of another shape or other categories
   */
  kl(other: this): FloatExpression;
  /**
   * E[x]: [...batch, ...event]; NaN where it does not exist.
   *
   * @throws NoClosedFormError where none is known
   */
  mean(): FloatExpression;
  /**
   * The variance of each entry: [...batch, ...event]; Infinity where it diverges, NaN where the mean does not exist.
   *
   * @throws NoClosedFormError where none is known
   */
  variance(): FloatExpression;
  /**
   * The most probable values. Where the density is unbounded at an end of its support, that end; where it is at several, the
   * one that the density's own description names.
   *
   * @throws NoClosedFormError where none is known
   */
  mode(): Expression;
  /** What `sample` turns into values. */
  readonly noise: Noise;
  /**
   * Whether the gradient of a sample with respect to the parameters is the pathwise one (Kingma and Welling 2014). Where
   * samples are drawn by rejection it is implicit (Figurnov et al. 2018), and right for first derivatives only. Where this
   * is false a sample of the density has no gradient.
   */
  readonly pathwise: boolean;
  /**
   * Values from noise of shape [...samples, ...noise.shape]: [...samples, ...batch, ...event]. In the precision of the backend
   * they lie in the support, not at an end of it that is open.
   */
  sample(noise: Expression): Expression;
  /** By the name of a parameter: the derivative of the density with respect to it as a difference of two densities. */
  readonly decompositions?: Readonly<Record<string, Decomposition>> | undefined;
  /** Where values are choices, between two or between categories: their logits or log-probabilities. */
  readonly choice?: Choice | undefined;
  /** Of a mixture, what it chooses from: a density of batch shape [...batch, components], which draws the same values. */
  readonly components?: Density | undefined;
}
