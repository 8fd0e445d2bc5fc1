export type { ActOptions, PolicyState } from "../policies/act-options.ts";
export type { RandomSource } from "../policies/require-random.ts";
export { type ActingPolicy, type LoadActingPolicyOptions, loadPolicy } from "./load-policy.ts";
