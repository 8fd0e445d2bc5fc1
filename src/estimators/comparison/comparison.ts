import type { ExactGradient } from "../exact/exact-gradient.ts";
import type { Parameters } from "../problem.ts";

/** A number between two bounds that hold it 95 times in 100. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What was measured of one estimator. */
export interface ComparedEstimator {
  /** `scoreFunction, leave-one-out`. */
  readonly name: string;
  /**
   * Whether its mean is the gradient, by its theory. Where that requires a continuous f, as the pathwise estimator's does, also
   * whether it lies within 5 standard errors of the exact gradient, or else of that of the score function.
   */
  readonly unbiased: boolean;
  /** Of each entry of θ, in the order of `parameters`. */
  readonly gradient: readonly number[];
  /** Of each entry of the gradient. */
  readonly standardErrors: readonly number[];
  /** Estimate less exact gradient, entry by entry; undefined where that is not known. */
  readonly bias: readonly Interval[] | undefined;
  /** The variance of one term, added up over the entries of θ. */
  readonly variance: Interval;
  /** Evaluations of f for one term. */
  readonly evaluationsPerTerm: number;
  /** Evaluations before the first term. */
  readonly preparation: number;
  /** The variance that the estimate has when the budget is spent, added up over the entries: what to compare. */
  readonly effectiveVariance: Interval;
}

export interface Comparison {
  readonly budget: number;
  /** The names of the entries of θ. */
  readonly parameters: readonly string[];
  readonly exact:
    | { readonly method: ExactGradient<Parameters>["method"]; readonly gradient: readonly number[] }
    | undefined;
  /** Why there is no exact gradient; undefined where there is one. */
  readonly noExact: string | undefined;
  /** The least effective variance first. */
  readonly estimators: readonly ComparedEstimator[];
  /** The others, and why they are not there. */
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
  readonly recommendation: { readonly name: string; readonly reason: string };
}
