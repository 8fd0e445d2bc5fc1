import { valueInText } from "../../text/value-in-text.ts";

/**
 * A policy on the states of an MDP that can be differentiated: the probabilities π_θ(a | s), and how they depend on θ.
 */
export interface TabularPolicy {
  readonly states: number;
  readonly actions: number;
  /** π(a | s), row-major [states × actions]; rows sum to 1. */
  readonly probabilities: Float64Array;
  /** θ [parameters] */
  readonly parameters: Float64Array;
  /** Σ_{s, a} w(s, a) ∂π(a | s)/∂θ for weights w [states × actions]: [parameters]. */
  pullback(weights: Float64Array): Float64Array;
  /** The policy of the same family with other parameters. */
  withParameters(parameters: Float64Array): TabularPolicy;
  /**
   * pinv(F) v for the Fisher matrix F with state weights d [states], where the family knows a closed form; without it
   * F is decomposed. v is in the range of F, as gradients are.
   */
  solveFisher?(stateWeights: Float64Array, vector: Float64Array): Float64Array;
}

/** @throws unless there are `length` finite numbers, or with `orMinusInfinity` such as are −∞ */
export function requireParameters(
  name: string,
  values: ArrayLike<number>,
  length: number,
  { orMinusInfinity = false }: { readonly orMinusInfinity?: boolean } = {},
): void {
  if (values?.length === undefined || typeof values === "string") {
    throw new TypeError(`${name}: expected ${length} numbers, found ${valueInText(values)}.`);
  }
  if (values.length !== length) {
    throw new RangeError(`${name}: expected ${length} numbers, found ${values.length}.`);
  }
  for (let i = 0; i < length; i++) {
    if (Number.isFinite(values[i]) || (orMinusInfinity && values[i] === Number.NEGATIVE_INFINITY)) continue;
    throw new RangeError(`${name}: element ${i} is ${valueInText(values[i])}; it must be a finite number.`);
  }
}
