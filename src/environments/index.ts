export { type Importable, importFrom, inModule, type ModuleExport } from "../team/index.ts";
export { nearestNames } from "../text/nearest-names.ts";
export type { BatchActions, BatchEnvironment } from "./batch-environment.ts";
export { cartPole } from "./cart-pole.ts";
export { environments, findEnvironment, make } from "./catalogue.ts";
export {
  type CheckEnvironmentOptions,
  checkEnvironment,
  requireSoundEnvironment,
} from "./check-environment.ts";
export { batchFromDynamics, type Dynamics, environmentFromDynamics } from "./dynamics.ts";
export {
  type AsyncEnvironment,
  defineEnvironment,
  type Environment,
  type Info,
  type ResetOptions,
  type ResetResult,
  type StepResult,
} from "./environment.ts";
export type { EnvironmentDefinition } from "./environment-definition.ts";
export { describeFinding, type EnvironmentReport, type Finding } from "./environment-report.ts";
export { type EnvironmentSource, resolveEnvironment } from "./environment-source.ts";
export { type GuardedEnvironment, guardEnvironment } from "./guard-environment.ts";
export { pendulum } from "./pendulum.ts";
export * from "./spaces/index.ts";
export { timeLimit } from "./time-limit.ts";
