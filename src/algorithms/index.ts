export {
  type Algorithm,
  type AlgorithmDefinition,
  explainedVariance,
  NonFiniteError,
  OptionsError,
  type Report,
  startWorkers,
  type Training,
  type TrainingParts,
} from "../learning/index.ts";
export { type A2cOptions, a2c } from "./a2c/a2c.ts";
export { type A2cTerms, actorObjective } from "./a2c/objective.ts";
export { type ActorCriticOptions, actorCritic } from "./actor-critic/actor-critic.ts";
export { algorithms } from "./all.ts";
export {
  type AuditInterval,
  type AuditOptions,
  auditGradient,
  type GradientAudit,
} from "./audit-gradient.ts";
export {
  type AverageRewardActorCriticOptions,
  averageRewardActorCritic,
} from "./average-reward-actor-critic/average-reward-actor-critic.ts";
export {
  type BehaviorCloningOptions,
  behaviorCloning,
} from "./behavior-cloning/behavior-cloning.ts";
export { type CloningParts, type CloningSettings, createCloning } from "./behavior-cloning/create-cloning.ts";
export type { AuxiliaryTask } from "./behavior-cloning/likelihood.ts";
export { type LikelihoodTerms, logLikelihood } from "./behavior-cloning/likelihood.ts";
export { encodeDemonstrations } from "./behavior-cloning/read-file.ts";
export { type DdpgOptions, ddpg } from "./ddpg/ddpg.ts";
export {
  type EvolutionStrategiesOptions,
  evolutionStrategies,
  shapedReturns,
} from "./evolution-strategies/evolution-strategies.ts";
export { type GroupTerms, groupObjective } from "./grpo/ascent.ts";
export { type GrpoOptions, groupAdvantages, groupWeights, grpo } from "./grpo/grpo.ts";
export { type ImpalaOptions, impala } from "./impala/impala.ts";
export {
  type NaturalPolicyGradientOptions,
  naturalPolicyGradient,
} from "./natural-policy-gradient/natural-policy-gradient.ts";
export { clippedSurrogate, type ObjectiveTerms } from "./ppo/losses.ts";
export { type PpoOptions, ppo } from "./ppo/ppo.ts";
export { type ReinforceTerms, scoreObjective } from "./reinforce/descents.ts";
export { meanOfOthers } from "./reinforce/mean-of-others.ts";
export { type ReinforceOptions, reinforce } from "./reinforce/reinforce.ts";
export { type ReppoOptions, reppo } from "./reppo/reppo.ts";
export { type RlooOptions, rloo } from "./rloo/rloo.ts";
export { type SacOptions, sac } from "./sac/sac.ts";
export { searchRanges } from "./search-ranges.ts";
export { selfPlayOptions } from "./self-play/options.ts";
export { createSelfPlay, type SelfPlayOptions, selfPlay } from "./self-play/self-play.ts";
export { type Td3Options, td3 } from "./td3/td3.ts";
export { type TrpoOptions, trpo } from "./trpo/trpo.ts";
