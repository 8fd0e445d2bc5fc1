export { WorkerError } from "./failure.ts";
export { nextTurn } from "./next-turn.ts";
export type { Share } from "./sharing/share.ts";
export type { ArrayType, NumberArray } from "./sharing/shared-memory.ts";
export { type Adder, createTreeSum, type Leaf, type TreeSum } from "./sharing/tree-sum.ts";
export { alone, type Team } from "./team.ts";
export {
  type AnsweringThread,
  type Require,
  type ServeRequests,
  startAnsweringThread,
} from "./threads/answering-thread.ts";
export { type FunctionThread, startFunctionThread } from "./threads/function-thread.ts";
export {
  type Importable,
  importFrom,
  inModule,
  type ModuleExport,
  whyNotYet,
} from "./threads/module-export.ts";
export { nodeModule } from "./threads/node-modules.ts";
export { serveFunction } from "./threads/serve-function.ts";
export { serveTasks } from "./threads/serve-tasks.ts";
export { sleep } from "./threads/sleep.ts";
export { whyNoThreads } from "./threads/start-thread.ts";
export type { ThreadModule } from "./threads/thread.ts";
export { createThreadPool } from "./threads/thread-pool.ts";
export { startWorkers, type Workers } from "./workers.ts";
