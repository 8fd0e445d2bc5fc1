export {
  createSearch,
  type Search,
  type SearchLimits,
  type SearchOptions,
  type SearchResult,
} from "./create-search.ts";
export { type GoEvaluatorOptions, goEvaluator } from "./go-evaluator.ts";
export { type GoSearchGameOptions, goSearchGame } from "./go-search-game.ts";
export { type PolicyEvaluatorOptions, policyEvaluator } from "./policy-evaluator.ts";
export type { Rollout } from "./rollout.ts";
export type { RootNoise } from "./root-noise.ts";
export { evaluatorOf, type Judgement, type SearchEvaluator } from "./search-evaluator.ts";
export { type SearchGame, searchGameOf } from "./search-game.ts";
export { type EvaluatorSeat, type SharedEvaluator, shareEvaluator } from "./shared-evaluator.ts";
export { type SharedRow, shareRows } from "./shared-rows.ts";
