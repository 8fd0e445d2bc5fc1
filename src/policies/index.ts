export type { ActOptions, PolicyState } from "./act-options.ts";
export type { Actor } from "./actor.ts";
export { copyPolicy } from "./copy-policy.ts";
export { createActor } from "./create-actor.ts";
export { createPolicy, type PolicyOptions, type Spaces } from "./create-policy.ts";
export type { ActionArray } from "./decode-action.ts";
export { defaultArchitectureFor, isImage } from "./default-architecture.ts";
export { drawnActions } from "./drawn-actions.ts";
export { createEvaluator, type Evaluator } from "./evaluator.ts";
export { type LoadPolicyOptions, loadPolicy } from "./files/load-policy.ts";
export { type PoliciesInFile, policiesIn } from "./files/policies-in.ts";
export { savePolicies } from "./files/save-policies.ts";
export { type BoxScale, boxScale } from "./heads/box-scale.ts";
export type { HeadName } from "./heads/head-names.ts";
export { createObservationScale, type ObservationScale } from "./observation-scale.ts";
export type { Policy, Seen } from "./policy.ts";
export { type ResizePolicyOptions, resizePolicy } from "./resize-policy.ts";
export {
  createStateActionValueFunction,
  type StateActionValueFunction,
  type StateActionValueOptions,
} from "./state-action-value-function.ts";
export {
  type ActionValueFunction,
  type ActionValueOptions,
  type ApproximatorOptions,
  createActionValueFunction,
  createValueFunction,
  type ValueFunction,
  type ValueFunctionOptions,
} from "./value-function.ts";
