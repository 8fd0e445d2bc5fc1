/**
 * logpi: policy gradients in TypeScript. This entry has what most programs need; the subpaths (`logpi/graph`,
 * `logpi/environments`, …) have everything.
 */
export * from "./algorithms/index.ts";
export {
  type AsyncEnvironment,
  box,
  checkEnvironment,
  defineEnvironment,
  dict,
  discrete,
  type Environment,
  type EnvironmentSource,
  inModule,
  make,
  multiBinary,
  multiDiscrete,
  timeLimit,
  tuple,
} from "./environments/index.ts";
export { type EvaluateOptions, type Evaluation, evaluate, evaluateLater } from "./experience/index.ts";
export { loadPolicy, type Policy } from "./policies/index.ts";
