export type { Actor } from "./actor.ts";
export { createActor } from "./create-actor.ts";
export { createPolicy, type PolicyOptions, type Spaces } from "./create-policy.ts";
export type { ActionArray } from "./decode-action.ts";
export { createEvaluator, type Evaluator } from "./evaluator.ts";
export { type LoadPolicyOptions, loadPolicy } from "./load-policy.ts";
export type { Policy } from "./policy.ts";
export {
  type ActionValueFunction,
  type ApproximatorOptions,
  createActionValueFunction,
  createValueFunction,
  type ValueFunction,
} from "./value-function.ts";
