export { WorkerError } from "./failure.ts";
export { type Importable, importFrom, inModule, type ModuleExport } from "./module-export.ts";
export type { Share } from "./share.ts";
export type { ArrayType, NumberArray } from "./shared-memory.ts";
export { alone, type Team } from "./team.ts";
export { nodeModule, type ThreadModule, whyNoThreads } from "./threads.ts";
export { type Adder, createTreeSum, type Leaf, type TreeSum } from "./tree-sum.ts";
export { beginTask, serveTasks, startWorkers, type Workers } from "./workers.ts";
