export type { Backend } from "./backend.ts";
export { compile, type ProgramDescription } from "./compile.ts";
export { type ExplainOptions, explain } from "./explain/explain.ts";
export type { ExplainedInstruction, Explanation } from "./explain/explanation.ts";
export type { Nested, NestedRecord } from "./nested.ts";
export type { ArraysOf, Floats, Program } from "./program.ts";
export { type Assign, type Update, updateVariables } from "./update.ts";
