export { arm, disarm } from "./arm.ts";
export type { Baseline } from "./baseline.ts";
export type { Estimate } from "./estimate.ts";
export { type ExactGradient, exactGradient } from "./exact-gradient.ts";
export { type FiniteDifferencesOptions, finiteDifferences } from "./finite-differences.ts";
export {
  gumbelSoftmax,
  type RelaxedOptions,
  type StraightThroughOptions,
  straightThrough,
} from "./gumbel-softmax.ts";
export { measureValued } from "./measure-valued.ts";
export type { EstimatorOptions } from "./options.ts";
export { type PathwiseOptions, pathwise } from "./pathwise.ts";
export type { LikeParameters, ParameterExpressions, Parameters, Problem } from "./problem.ts";
export type { Sampling } from "./sampling.ts";
export { type ScoreFunctionOptions, scoreFunction } from "./score-function.ts";
export { supportedEstimators } from "./supported-estimators.ts";
