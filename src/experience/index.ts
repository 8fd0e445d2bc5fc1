export type { Collector } from "./collector.ts";
export { correlatedNoise } from "./correlated-noise.ts";
export {
  augmentBySymmetries,
  type Symmetry,
} from "./demonstrations/augment-by-symmetries.ts";
export {
  type Augment,
  createDemonstrationCollector,
  type DemonstrationBatch,
  type DemonstrationCollectorOptions,
  readDemonstrations,
} from "./demonstrations/demonstration-collector.ts";
export {
  type DemonstrationArrays,
  type DemonstrationRows,
  type DemonstrationSource,
  type Demonstrations,
  resolveDemonstrations,
} from "./demonstrations/demonstrations.ts";
export { createPasses, type Passes } from "./demonstrations/passes.ts";
export { createEpisodeCollector, type EpisodeCollectorOptions } from "./episode-collector.ts";
export {
  type EpisodeStatistics,
  episodeStatistics,
  type InfoMeans,
  infoMeans,
  joinStatistics,
} from "./episode-statistics.ts";
export { type EvaluateOptions, evaluate, evaluateLater } from "./evaluation/evaluate.ts";
export type { Evaluation } from "./evaluation/evaluation.ts";
export { type Moment, type WatchOptions, watchEpisodes } from "./evaluation/watch-episodes.ts";
export { createGameCollector, type GameCollectorOptions } from "./games/game-collector.ts";
export { createGameRecord, type GameRecord, type GamesTrajectory } from "./games/game-record.ts";
export { createReplay, type Replay } from "./replay.ts";
export {
  type DifferentialAdvantageInput,
  differentialAdvantage,
} from "./returns/differential-advantage.ts";
export { type DiscountWeightsInput, discountWeights } from "./returns/discount-weights.ts";
export { type DiscountedReturnsInput, discountedReturns } from "./returns/discounted-returns.ts";
export type { Floats } from "./returns/floats.ts";
export { type GeneralizedAdvantageInput, generalizedAdvantage } from "./returns/generalized-advantage.ts";
export { type NStepReturnsInput, nStepReturns } from "./returns/n-step-returns.ts";
export {
  createStateDiscounts,
  type StateDiscounts,
  type StateDiscountsOptions,
} from "./returns/state-discounts.ts";
export type { Transitions, Turns } from "./returns/transitions.ts";
export { type VTraceInput, vTrace } from "./returns/v-trace.ts";
export { createStepCollector, type StepCollectorOptions } from "./step-collector.ts";
export {
  atEnds,
  episodeStarts,
  type InfoAt,
  type Trajectory,
  type TransitionTrajectory,
  turnsOf,
} from "./trajectory.ts";
