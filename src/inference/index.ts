export { type ActingPolicy, loadPolicy, type RandomSource } from "./load-policy.ts";
