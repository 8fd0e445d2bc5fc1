import {
  alone,
  createThreadPool,
  type Importable,
  nodeModule,
  startWorkers as startThreads,
  type Team,
  type Workers,
  whyNoThreads,
  whyNotYet,
} from "../../workers/index.ts";
import { OptionsError } from "../options/options.ts";
import { describeTask, type TrainingDescription } from "./training-task.ts";
import { workerModule } from "./worker-module.ts";

/** What the option `workers` starts. */
const threadPool = createThreadPool(workerModule);

/** What every algorithm takes beside its options. */
export interface TrainingParts {
  /**
   * Threads that were started before, see {@link startWorkers}: they take the place of the option `workers`. In one of
   * these threads itself, the team that it is a member of.
   */
  readonly workers?: Pick<Workers, "size" | "begin"> | Team;
}

/** For whom a team is wanted. */
export interface TeamRequest extends TrainingDescription {
  /** The algorithm's name, for messages. */
  readonly name: string;
  readonly options: TrainingDescription["options"] & { readonly workers: number | "auto" };
  readonly workers: TrainingParts["workers"];
  /** More members would have nothing to do. */
  readonly most: number;
  /** How many members are of use, by the sizes of the training: what "auto" stands for. */
  readonly useful: number;
}

/**
 * Starts threads that trainings can be spread over. In Node the option `workers` is enough, and starts them for one
 * training. A browser needs this, since no thread starts there while this one is busy; its page must be cross-origin
 * isolated. Resolves when all have answered, so that this thread may be kept busy at once. They serve one training after
 * another; close them when no training needs them any more.
 *
 * @param size the number of threads, this one included; default: as many as there are processors
 * @throws if there can be no threads here, or one of them ends before it has answered; the message says why
 * @example
 * const workers = await startWorkers();
 * for (const { steps, episodes } of ppo("Pendulum-v1", { environments: 64 }, { workers })) …
 * workers.close();
 */
export async function startWorkers(size = processors()): Promise<Workers> {
  if (!Number.isSafeInteger(size) || size < 1) {
    throw new RangeError(`startWorkers: size is ${size}; it must be a whole number from 1`);
  }
  const obstacle = size === 1 ? undefined : whyNoThreads(workerModule);
  if (obstacle !== undefined) throw new Error(`startWorkers: ${obstacle}. A size of 1 works here`);
  return startThreads(workerModule, size);
}

/** Makes this thread a member of a team. */
export type Join = () => Team;

/**
 * Decides who works on a training: as many threads as the caller wants, or as are of use.
 *
 * @returns what makes this thread a member of the team, when the training begins
 * @throws OptionsError when threads are asked for that there cannot be; the message says why
 * @throws Error when this thread is importing one of the training's modules: it would begin in each worker again
 */
export function teamFor(request: TeamRequest): Join {
  const { name, options, workers, most, useful } = request;
  if (workers && "rank" in workers) return () => workers;
  requireImported(request);
  const automatic = workers === undefined && options.workers === "auto";
  const size =
    workers?.size ??
    Math.min(options.workers === "auto" ? Math.min(useful, processors()) : options.workers, most);
  if (size === 1) return () => alone;

  const { task, obstacle = obstacleTo(request, size) } = describeTask(request);
  if (obstacle !== undefined) {
    if (automatic) return () => alone;
    throw new OptionsError([`${name}: ${size} workers cannot train this: ${obstacle}. One worker can.`]);
  }
  return workers ? () => workers.begin(task) : () => threadPool.begin(task, size);
}

function requireImported({ name, definition, functions, options }: TeamRequest): void {
  for (const value of [definition, ...Object.values({ ...functions, ...options })]) {
    const obstacle = whyNotYet((value as Importable | null)?.module);
    if (obstacle) throw new Error(`${name}: ${obstacle}`);
  }
}

function obstacleTo({ workers, most }: TeamRequest, size: number): string | undefined {
  if (workers) return size > most ? `there is work for ${most} of them` : undefined;
  const obstacle = whyNoThreads(workerModule);
  if (obstacle !== undefined || nodeModule("node:worker_threads")) return obstacle;
  return "in a browser they must be started first: const workers = await startWorkers(), then { workers } as third argument";
}

function processors(): number {
  return nodeModule("node:os")?.availableParallelism() ?? navigator.hardwareConcurrency;
}
