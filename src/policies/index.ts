export type { ActionArray } from "./action-head.ts";
export { type Actor, createActor } from "./actor.ts";
export { createEvaluator, type Evaluator } from "./evaluator.ts";
export { createPolicy, type Policy, type PolicyOptions, type Spaces } from "./policy.ts";
export { loadPolicy } from "./policy-file.ts";
export {
  type ActionValueFunction,
  type ApproximatorOptions,
  createActionValueFunction,
  createValueFunction,
  type ValueFunction,
} from "./value-function.ts";
