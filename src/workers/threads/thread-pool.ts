import { isStepping, lead, type TeamMessage } from "../lead.ts";
import type { Team } from "../team.ts";
import { startThread } from "./start-thread.ts";
import type { Thread, ThreadModule } from "./thread.ts";

/** Threads that are started when there are tasks, and end with the last one. */
export interface ThreadPool {
  /** Gives a task to `size - 1` of its threads, and makes this thread the member of rank 0 of a team. */
  begin(task: unknown, size: number): Team;
}

/**
 * Tasks that go on at the same time share threads, each of which does a step of one at a time: so there are no more than
 * the largest task needs, even when tasks are begun and never continued. Only for Node, where threads start without waiting.
 */
export function createThreadPool(module: ThreadModule): ThreadPool {
  let threads: Thread[] = [];
  let tasks = 0;
  return {
    begin(task, size) {
      threads = threads.filter((thread) => thread.end() === undefined);
      // A task may be begun in the middle of a step of another.
      const own = threads.filter((thread) => !isStepping(thread)).slice(0, size - 1);
      while (own.length < size - 1) {
        const thread = startThread(module);
        thread.unref();
        threads.push(thread);
        own.push(thread);
      }
      tasks++;
      return lead(own, task, () => {
        tasks--;
        if (tasks > 0) return;
        for (const thread of threads) thread.send({ kind: "quit" } satisfies TeamMessage);
        threads = [];
      });
    },
  };
}
