export {
  type ActorCritic,
  type ActorCriticParts,
  type ActorCriticSettings,
  type ArchitectureSettings,
  architectureFor,
  createActorCritic,
  createPolicyFor,
  observationScaleFor,
  ownValueParameters,
  refuseBatchNormalization,
} from "./actor-critic.ts";
export { actorCriticLoss } from "./actor-critic-loss.ts";
export type { Algorithm, CommonParts } from "./algorithm.ts";
export type { AlgorithmDefinition, CommonSettings, Functions, LearnerParts } from "./algorithm-definition.ts";
export { checkMinibatchSize } from "./check-minibatch-size.ts";
export { defineAlgorithm } from "./define-algorithm.ts";
export {
  compileDescent,
  type DescentDescription,
  type DescentResults,
  type RowDescent,
} from "./descent/compile-descent.ts";
export {
  type Computing,
  compileSum,
  type RowProgram,
  type RowSum,
  type RunContext,
  type SumDescription,
} from "./descent/compile-sum.ts";
export { episodesFeed } from "./descent/episodes-feed.ts";
export { NonFiniteError, requireFiniteResult } from "./descent/non-finite-error.ts";
export { createParameterVector, type ParameterVector } from "./descent/parameter-vector.ts";
export { type Choices, createRowSource, type Feed, type RowSource } from "./descent/row-source.ts";
export type { Sequences } from "./descent/sequences.ts";
export { shardsOf } from "./descent/shards-of.ts";
export { variableState } from "./descent/variable-state.ts";
export { explainedVariance } from "./explained-variance.ts";
export {
  type GroupSettings,
  groupOptions,
  groupReturns,
  requireWholeEpisodes,
  subtractMeanOfOthers,
  toSteps,
} from "./groups.ts";
export type { Learner, Metrics, Trained } from "./learner.ts";
export { createMeans, type Means, numbersOf } from "./means.ts";
export { objectiveOf } from "./objective-of.ts";
export {
  type ActedEnvironment,
  type BoxActorCritic,
  type BoxActorCriticSettings,
  createBoxActorCritic,
  replayArchitectures,
  transitionRows,
} from "./off-policy/box-actor-critic.ts";
export { criticLosses, type ReplayedRows } from "./off-policy/critic-losses.ts";
export { type Critics, copyWeights, createCritics } from "./off-policy/critics.ts";
export { noiseSources } from "./off-policy/noise-sources.ts";
export { gradientSteps, replayOptions, replayProblems } from "./off-policy/replay-options.ts";
export {
  commonOptions,
  head,
  longestEpisode,
  normalizeObservations,
  normalizeRewards,
  schedule,
  sequenceLength,
} from "./options/common-options.ts";
export {
  architecture,
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
  properFraction,
  text,
  withDefaults,
} from "./options/options.ts";
export type { NumberRange, SearchRange, SearchRanges } from "./options/search-range.ts";
export { settingsAsData } from "./options/settings-as-data.ts";
export { createPermutation, type Permutation } from "./permutation.ts";
export { requireNoState } from "./require-no-state.ts";
export { type Scheduled, scheduled } from "./scheduled.ts";
export { checkSequenceLength, sequencesFor } from "./sequences-for.ts";
export { scaleToDeviation, standardize, standardized } from "./standardize.ts";
export type { Report } from "./training/report.ts";
export { startWorkers, type TrainingParts } from "./training/team-for.ts";
export type { Training } from "./training/training.ts";
export { importTask, type TrainingTask } from "./training/training-task.ts";
export type { IdleOptions } from "./training/warn-of-idle-options.ts";
export { createValueFit } from "./value-fit.ts";
