export { type ActionLayout, actionLayout, createActions } from "./action-layout.ts";
export { batchFromEnvironments } from "./batch-from-environments.ts";
export { closeQuietly } from "./close-quietly.ts";
export type { Collector } from "./collector.ts";
export { type DiscountWeightsInput, discountWeights } from "./discount-weights.ts";
export { type DiscountedReturnsInput, discountedReturns } from "./discounted-returns.ts";
export { environmentSeed } from "./environment-seed.ts";
export { createEpisodeCollector, type EpisodeCollectorOptions } from "./episode-collector.ts";
export { type EpisodeStatistics, episodeStatistics } from "./episode-statistics.ts";
export type { Floats } from "./floats.ts";
export { createStepsGather, type GatherStepsOptions, type StepArrays } from "./gather-steps.ts";
export { type GeneralizedAdvantageInput, generalizedAdvantage } from "./generalized-advantage.ts";
export { type NStepReturnsInput, nStepReturns } from "./n-step-returns.ts";
export { createReplay, type Replay } from "./replay.ts";
export {
  createStateDiscounts,
  type StateDiscounts,
  type StateDiscountsOptions,
} from "./state-discounts.ts";
export { createStepCollector, type StepCollectorOptions } from "./step-collector.ts";
export { atEnds, episodeStarts, type Trajectory } from "./trajectory.ts";
export type { Transitions } from "./transitions.ts";
export type { VectorEnvironment } from "./vector-environment.ts";
export { type VectorizeOptions, vectorize, vectorizeEach } from "./vectorize.ts";
export type { Warn } from "./watch-bounds.ts";
