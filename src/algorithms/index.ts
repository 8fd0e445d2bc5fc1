export { type A2cOptions, type A2cParts, type A2cTerms, a2c, actorObjective } from "./a2c.ts";
export type { Algorithm } from "./algorithm.ts";
export {
  type AuditInterval,
  type AuditOptions,
  auditGradient,
  type GradientAudit,
} from "./audit-gradient.ts";
export { meanOfOthers } from "./baselines.ts";
export { algorithms } from "./catalogue.ts";
export { explainedVariance } from "./explained-variance.ts";
export { NonFiniteError } from "./non-finite-error.ts";
export { OptionsError } from "./options.ts";
export { clippedSurrogate, type ObjectiveTerms, type PpoOptions, type PpoParts, ppo } from "./ppo.ts";
export {
  type ReinforceOptions,
  type ReinforceParts,
  type ReinforceTerms,
  reinforce,
  scoreObjective,
} from "./reinforce.ts";
export type { Report, Training } from "./report.ts";
export { startWorkers, type TrainingParts } from "./team-for.ts";
