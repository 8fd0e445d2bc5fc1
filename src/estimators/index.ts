export { arm, disarm } from "./arm.ts";
export type { Baseline } from "./baseline.ts";
export { type Chain, type ChainOptions, chainScoreFunction } from "./chain.ts";
export { type CompareOptions, compareEstimators } from "./compare-estimators.ts";
export type { ComparedEstimator, Comparison, Interval } from "./comparison.ts";
export { dice, diceObjective, magicBox, type SecondOrderEstimate } from "./dice.ts";
export type { Estimate } from "./estimate.ts";
export { type EvolutionStrategyOptions, evolutionStrategy } from "./evolution-strategy.ts";
export { type ExactGradient, exactGradient } from "./exact/exact-gradient.ts";
export { type FiniteDifferencesOptions, finiteDifferences } from "./finite-differences.ts";
export { formatComparison } from "./format-comparison.ts";
export {
  gumbelSoftmax,
  type RelaxedOptions,
  type StraightThroughOptions,
  straightThrough,
} from "./gumbel-softmax.ts";
export { measureValued } from "./measure-valued.ts";
export { NotApplicableError } from "./not-applicable-error.ts";
export type { EstimatorOptions } from "./options.ts";
export { type PathwiseOptions, pathwise } from "./pathwise.ts";
export {
  defineProblem,
  type LikeParameters,
  type ParameterExpressions,
  type Parameters,
  type Problem,
} from "./problem.ts";
export { rebar } from "./rebar.ts";
export { type RelaxOptions, relax } from "./relax.ts";
export type { RelaxedControlOptions } from "./relaxed-control.ts";
export type { Sampling } from "./sampling.ts";
export { type ScoreFunctionOptions, scoreFunction } from "./score-function.ts";
export { supportedEstimators } from "./supported-estimators.ts";
export { type VimcoOptions, vimco } from "./vimco.ts";
