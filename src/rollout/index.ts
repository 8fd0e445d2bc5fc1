export { type ActionLayout, actionLayout, createActions } from "./action-layout.ts";
export { batchFromEnvironments } from "./batch-from-environments.ts";
export { type CollectEpisodesOptions, collectEpisodes, type Episodes } from "./collect-episodes.ts";
export { type CollectStepsOptions, collectSteps, type Experience } from "./collect-steps.ts";
export { type DiscountWeightsInput, discountWeights } from "./discount-weights.ts";
export { type DiscountedReturnsInput, discountedReturns } from "./discounted-returns.ts";
export { environmentSeed } from "./environment-seed.ts";
export { type EpisodeStatistics, episodeStatistics } from "./episode-statistics.ts";
export type { Floats } from "./floats.ts";
export { createEpisodesGather, type GatherEpisodesOptions } from "./gather-episodes.ts";
export { createStepsGather, type GatherStepsOptions, type StepArrays } from "./gather-steps.ts";
export { type GeneralizedAdvantageInput, generalizedAdvantage } from "./generalized-advantage.ts";
export { type NStepReturnsInput, nStepReturns } from "./n-step-returns.ts";
export {
  createRollout,
  placeFinalValues,
  type Rollout,
  recordLegalActions,
  recordStep,
  restartRollout,
  type Truncations,
} from "./rollout.ts";
export {
  createStateDiscounts,
  type StateDiscounts,
  type StateDiscountsOptions,
} from "./state-discounts.ts";
export type { Transitions } from "./transitions.ts";
export type { VectorEnvironment } from "./vector-environment.ts";
export { type VectorizeOptions, vectorize, vectorizeEach } from "./vectorize.ts";
export type { Warn } from "./watch-bounds.ts";
