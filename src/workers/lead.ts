import { begunWord, createSharedMemory } from "./sharing/shared-memory.ts";
import { joinTeam, type Team } from "./team.ts";
import type { Thread } from "./threads/thread.ts";

/** What is sent to the threads of a team. */
export type TeamMessage =
  | {
      readonly kind: "begin";
      /** Which of the teams that a thread is a member of at the same time. */
      readonly id: number;
      readonly memory: SharedArrayBuffer;
      readonly rank: number;
      readonly size: number;
      readonly task: unknown;
    }
  /** Go to the next report. */
  | { readonly kind: "step"; readonly id: number }
  /** The team has ended: forget it. */
  | { readonly kind: "end"; readonly id: number }
  /** There will be no further teams. */
  | { readonly kind: "quit" };

/** A thread that has not begun by then, in milliseconds, has failed to. */
const startingTime = 60_000;

/** Threads in the middle of a step. */
const stepping = new WeakSet<Thread>();

export function isStepping(thread: Thread): boolean {
  return stepping.has(thread);
}

let teams = 0;

/**
 * Gives a task to threads and to this one, and makes this one the member of rank 0.
 *
 * @param onEnd is called once, when the team has ended
 */
export function lead(threads: readonly Thread[], task: unknown, onEnd: () => void): Team {
  const memory = createSharedMemory();
  const size = threads.length + 1;
  const id = teams++;
  const sendAll = (message: TeamMessage) => {
    for (const thread of threads) thread.send(message);
  };
  threads.forEach((thread, index) => {
    thread.send({ kind: "begin", id, memory, rank: index + 1, size, task } satisfies TeamMessage);
  });

  const begun = new Int32Array(memory, 0, begunWord + 1);
  const latest = performance.now() + startingTime;
  const obstacle = (): Error | undefined => {
    for (const [index, thread] of threads.entries()) {
      const end = thread.end();
      if (end !== undefined) return new Error(`workers: worker ${index + 1} ${end}`);
    }
    if (Atomics.load(begun, begunWord) === size - 1 || performance.now() < latest) return undefined;
    return new Error(
      `workers: not all of the ${size} threads have begun within ${startingTime / 1000} seconds; ` +
        "look at what the modules of environment and functions do when they are loaded, or use workers: 1",
    );
  };

  const member = joinTeam(memory, 0, size, obstacle);
  let ended = false;
  const end = () => {
    if (ended) return;
    ended = true;
    sendAll({ kind: "end", id });
    onEnd();
  };
  return {
    ...member,
    step(work) {
      if (threads.some(isStepping)) {
        throw new Error(
          "workers: they are busy with a step of another training, in which this one is asked for its next; " +
            "use workers: 1 for one of the two",
        );
      }
      member.check();
      sendAll({ kind: "step", id });
      for (const thread of threads) stepping.add(thread);
      try {
        return work();
      } finally {
        for (const thread of threads) stepping.delete(thread);
      }
    },
    leave() {
      member.leave();
      end();
    },
    fail(error) {
      member.fail(error);
      end();
    },
  };
}
