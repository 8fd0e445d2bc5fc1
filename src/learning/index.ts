export {
  type ActorCritic,
  type ActorCriticParts,
  type ArchitectureSettings,
  architectureOf,
  createActorCritic,
} from "./actor-critic.ts";
export { commonOptions, longestEpisode, schedule } from "./common-options.ts";
export {
  compileDescent,
  type DescentDescription,
  type DescentResults,
  type RowDescent,
} from "./compile-descent.ts";
export {
  type Computing,
  compileSum,
  type RowProgram,
  type RowSum,
  type RunContext,
  type SumDescription,
} from "./compile-sum.ts";
export {
  type Algorithm,
  type AlgorithmDefinition,
  type CommonParts,
  type CommonSettings,
  defineAlgorithm,
  type Functions,
  type LearnerParts,
} from "./define-algorithm.ts";
export { explainedVariance } from "./explained-variance.ts";
export type { Learner, Metrics, Trained } from "./learner.ts";
export { createMeans, type Means, numbersOf } from "./means.ts";
export { NonFiniteError } from "./non-finite-error.ts";
export {
  describeOptions,
  finiteNumber,
  flag,
  fraction,
  fractionInFloat32,
  nonNegativeInteger,
  nonNegativeNumber,
  OptionsError,
  type OptionsOf,
  type OptionsTable,
  oneOf,
  optionsTable,
  orAuto,
  orNone,
  parseOptionText,
  positiveInteger,
  positiveIntegers,
  positiveNumber,
  withDefaults,
} from "./options.ts";
export { createParameterVector, type ParameterVector } from "./parameter-vector.ts";
export { createPermutation, type Permutation } from "./permutation.ts";
export type { Report } from "./report.ts";
export { createRowSource, type Feed, type RowSource } from "./row-source.ts";
export { type Scheduled, scheduled } from "./scheduled.ts";
export { shardsOf } from "./shards-of.ts";
export { scaleToDeviation, standardize, standardized } from "./standardize.ts";
export { startWorkers, type TrainingParts } from "./team-for.ts";
export type { Training } from "./training.ts";
export { importTask, type TrainingTask } from "./training-task.ts";
export { variableState } from "./variable-state.ts";
