import { createBarrier } from "./barrier.ts";
import { readFailure, WorkerError, writeFailure } from "./failure.ts";
import { type Share, shareOf } from "./share.ts";
import { type ArrayType, createAllocator, type NumberArray } from "./shared-memory.ts";

/**
 * Threads that run the same program on the same seed, each on its share of the data, as one of them sees it. They
 * meet only where they exchange numbers: every member calls the same methods in the same order.
 */
export interface Team {
  /** Which of the members this is, from 0. The member of rank 0 is the one whose results are seen. */
  readonly rank: number;
  /** The number of members. */
  readonly size: number;
  /** This member's part of `total` entries. */
  share(total: number): Share;
  /** A zeroed array that all members see. */
  array<A extends NumberArray>(type: ArrayType<A>, length: number): A;
  /**
   * Waits until all members are here; what they wrote before is seen by all afterwards.
   *
   * @throws WorkerError when another member has failed
   * @throws TeamEnded when another member has left
   * @throws Error when the thread of another member has ended without a word
   */
  barrier(): void;
  /** Ends the team: the others stop at their next barrier, with the error if there is one. Later calls do nothing. */
  leave(error?: unknown): void;
}

/** A team of one, to whom meetings cost nothing. */
export const alone: Team = {
  rank: 0,
  size: 1,
  share: (total) => ({ start: 0, count: total }),
  array: (type, length) => new type(length),
  barrier() {},
  leave() {},
};

/** The team was ended by another member, without an error: there is nothing left to do. */
export class TeamEnded extends Error {
  override readonly name = "TeamEnded";
}

/** A thread that does not come to the first barrier by then, in milliseconds, has failed to start. */
const startingTime = 60_000;

/**
 * Makes this thread a member of a team.
 *
 * @param memory shared by all members, and by nobody else
 * @param endedMember the rank of a member whose thread has ended, if there is one; to be given by who can tell
 */
export function joinTeam(
  memory: SharedArrayBuffer,
  rank: number,
  size: number,
  endedMember: () => number | undefined = () => undefined,
): Team {
  const isHopeless = () => endedMember() !== undefined;
  const meeting = createBarrier(memory, size);
  let patience: number | undefined = rank === 0 ? startingTime : undefined;
  let left = false;
  return {
    rank,
    size,
    share: (total) => shareOf(total, rank, size),
    array: createAllocator(memory),
    barrier() {
      const outcome = meeting.wait(patience, isHopeless);
      patience = undefined;
      if (outcome === "passed") return;
      if (outcome === "timed out") {
        throw new Error(
          `workers: not all of the ${size} threads have started within ${startingTime / 1000} seconds; ` +
            "look at what their modules do when they are loaded, or use workers: 1",
        );
      }
      const failure = readFailure(memory);
      if (outcome === "hopeless" && !failure) {
        throw new Error(
          `workers: worker ${endedMember()} has ended without a word, as one does that has run out of memory; ` +
            "use smaller rollouts, fewer workers, or node --max-old-space-size",
        );
      }
      throw failure ? new WorkerError(failure) : new TeamEnded("The team has ended.");
    },
    leave(error) {
      if (left) return;
      left = true;
      const failed = error !== undefined && !(error instanceof TeamEnded);
      // When somebody else fails at the same time, he ends the team as soon as the others can read why.
      if (!failed || writeFailure(memory, rank, error)) meeting.end();
    },
  };
}
