import { createSharedMemory } from "./shared-memory.ts";
import { joinTeam, type Team } from "./team.ts";
import { listen, onThreadExit, startThread, type Thread, type ThreadModule } from "./threads.ts";

/** Threads that do what this one does, on shares of the data. */
export interface Workers {
  /** The number of threads, this one included. */
  readonly size: number;
  /** Gives all of them a task, and makes this thread the member of rank 0 of a team. */
  begin(task: unknown): Team;
  /** Ends them. */
  close(): void;
}

/** What a thread is sent. */
interface Assignment {
  readonly memory: SharedArrayBuffer;
  readonly rank: number;
  readonly size: number;
  readonly task: unknown;
  /** Whether the thread is to end after it. */
  readonly last: boolean;
}

/** Starts `size - 1` threads that wait for tasks. They do not keep a program from ending. */
export async function startWorkers(module: ThreadModule, size: number): Promise<Workers> {
  const threads = startThreads(module, size - 1);
  await Promise.all(threads.map(({ ready }) => ready));
  for (const thread of threads) thread.unref();
  return {
    size,
    begin: (task) => assign(threads, task, false),
    close() {
      for (const thread of threads) thread.stop();
    },
  };
}

/** Starts threads for a single task, which end when it is done. Only for Node, where that needs no waiting. */
export function beginTask(module: ThreadModule, size: number, task: unknown): Team {
  const threads = startThreads(module, size - 1);
  for (const thread of threads) thread.unref();
  return assign(threads, task, true);
}

function startThreads(module: ThreadModule, count: number): Thread[] {
  return Array.from({ length: count }, () => startThread(module));
}

function assign(threads: readonly Thread[], task: unknown, last: boolean): Team {
  const memory = createSharedMemory();
  const size = threads.length + 1;
  threads.forEach((thread, index) => {
    thread.send({ memory, rank: index + 1, size, task, last } satisfies Assignment);
  });
  return joinTeam(memory, 0, size, () => {
    const index = threads.findIndex((thread) => thread.hasEnded());
    return index < 0 ? undefined : index + 1;
  });
}

/**
 * Makes the module that calls this one that workers run.
 *
 * @param work does a member's part of a task; what it throws ends the team
 */
export function serveTasks(work: (task: unknown, team: Team) => Promise<void>): void {
  let team: Team | undefined;
  onThreadExit(() => team?.leave(new Error("workers: process.exit() was called in one of them")));
  const stopListening = listen(async (message) => {
    const { memory, rank, size, task, last } = message as Assignment;
    team = joinTeam(memory, rank, size);
    try {
      await work(task, team);
    } catch (error) {
      team.leave(error);
    }
    team = undefined;
    if (last) stopListening();
  });
}
