export { type CompareOptions, compareEstimators } from "./comparison/compare-estimators.ts";
export type { ComparedEstimator, Comparison, Interval } from "./comparison/comparison.ts";
export { formatComparison } from "./comparison/format-comparison.ts";
export type { Estimate } from "./estimate.ts";
export { type ExactGradient, exactGradient } from "./exact/exact-gradient.ts";
export { arm, disarm } from "./methods/arm.ts";
export type { Baseline } from "./methods/baseline.ts";
export { type Chain, type ChainOptions, chainScoreFunction } from "./methods/chain.ts";
export { dice, diceObjective, magicBox, type SecondOrderEstimate } from "./methods/dice.ts";
export { type EvolutionStrategyOptions, evolutionStrategy } from "./methods/evolution-strategy.ts";
export { type FiniteDifferencesOptions, finiteDifferences } from "./methods/finite-differences.ts";
export {
  gumbelSoftmax,
  type RelaxedOptions,
  type StraightThroughOptions,
  straightThrough,
} from "./methods/gumbel-softmax.ts";
export { measureValued } from "./methods/measure-valued.ts";
export { type PathwiseOptions, pathwise } from "./methods/pathwise.ts";
export { rebar } from "./methods/rebar.ts";
export { type RelaxOptions, relax } from "./methods/relax.ts";
export type { RelaxedControlOptions } from "./methods/relaxed-control.ts";
export { type ScoreFunctionOptions, scoreFunction } from "./methods/score-function.ts";
export { type VimcoOptions, vimco } from "./methods/vimco.ts";
export { NotApplicableError } from "./not-applicable-error.ts";
export type { EstimatorOptions } from "./options.ts";
export {
  defineProblem,
  type LikeParameters,
  type ParameterExpressions,
  type Parameters,
  type Problem,
} from "./problem.ts";
export type { Sampling } from "./samples/sampling.ts";
export { supportedEstimators } from "./supported-estimators.ts";
