import { readFailure, WorkerError, writeFailure } from "./failure.ts";
import { createBarrier, questionInterval } from "./sharing/barrier.ts";
import { type Share, shareOf } from "./sharing/share.ts";
import { type ArrayType, createAllocator, type NumberArray } from "./sharing/shared-memory.ts";

/**
 * Threads that run the same program with the same seed, each on its share of the data, from the view of one of them. They
 * synchronize only where they exchange numbers: every member calls the same methods in the same order.
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
   * Does what leads to the next report, or to the end of the program. All members do it together, when that of rank 0
   * does; between two steps the others wait for nothing, and may work for other teams.
   *
   * @throws Error when the thread of another member has ended, or is in the middle of another team's step
   */
  step<Result>(work: () => Result): Result;
  /**
   * Waits until all members have reached it; what each wrote before is visible to all afterwards.
   *
   * @throws as `check` does
   */
  barrier(): void;
  /**
   * Checks whether the others can still reach the next barrier, for work that takes long. Takes almost no time.
   *
   * @throws WorkerError when another member has failed
   * @throws TeamEnded when another member has left
   * @throws Error when the thread of another member has ended without a word
   */
  check(): void;
  /** Ends the team: the others stop at their next barrier. Later calls do nothing, nor does `fail` after it. */
  leave(): void;
  /** Ends the team with what was thrown, whatever it is: the others throw a WorkerError at their next barrier. */
  fail(error: unknown): void;
}

/** A team of one, to whom meetings cost nothing. */
export const alone: Team = {
  rank: 0,
  size: 1,
  share: (total) => ({ start: 0, count: total }),
  array: (type, length) => new type(length),
  step: (work) => work(),
  barrier() {},
  check() {},
  leave() {},
  fail() {},
};

/** The team was ended by another member, without an error: there is nothing left to do. */
export class TeamEnded extends Error {
  override readonly name = "TeamEnded";
}

/**
 * Makes this thread a member of a team.
 *
 * @param memory shared by all members, and by nobody else
 * @param obstacle why the others will not come; to be given by who can tell, and asked a few times a second
 */
export function joinTeam(
  memory: SharedArrayBuffer,
  rank: number,
  size: number,
  obstacle: () => Error | undefined = () => undefined,
): Team {
  const meeting = createBarrier(memory, size);
  let left = false;
  let asked = 0;

  const reason = (otherwise: Error): Error => {
    const failure = readFailure(memory);
    return failure ? new WorkerError(failure) : otherwise;
  };
  const ended = () => reason(new TeamEnded("The team has ended."));

  return {
    rank,
    size,
    share: (total) => shareOf(total, rank, size),
    array: createAllocator(memory),
    step: (work) => work(),
    barrier() {
      let found: Error | undefined;
      const outcome = meeting.wait(() => {
        found = obstacle();
        return found !== undefined;
      });
      if (outcome === "ended") throw ended();
      if (found) throw reason(found);
    },
    check() {
      if (meeting.hasEnded()) throw ended();
      const now = performance.now();
      if (now < asked + questionInterval) return;
      asked = now;
      const found = obstacle();
      if (found) throw reason(found);
    },
    leave() {
      if (left) return;
      left = true;
      meeting.end();
    },
    fail(error) {
      if (left) return;
      left = true;
      // When another member fails at the same time, it ends the team as soon as the others can read why.
      if (isTeamEnded(error) || writeFailure(memory, rank, error)) meeting.end();
    },
  };
}

/** What was thrown may be a proxy that cannot even be asked. */
function isTeamEnded(error: unknown): boolean {
  try {
    return error instanceof TeamEnded;
  } catch {
    return false;
  }
}
