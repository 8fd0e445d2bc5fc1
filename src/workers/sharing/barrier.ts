/** Where the members of a team wait for each other. */
export interface Barrier {
  /**
   * Waits until all members have reached it. What each wrote before is visible to all afterwards.
   *
   * @param mayGiveUp is asked a few times a second, and ends the waiting
   * @returns "passed", "ended" when the barrier was ended instead, or "given up"
   */
  wait(mayGiveUp?: () => boolean): "passed" | "ended" | "given up";
  /** Ends the barrier for good: nobody waits any more. */
  end(): void;
  hasEnded(): boolean;
}

/** Words of the shared memory, each in a cache line of its own. */
const arrived = 0;
/** How often all have met, in the low 31 bits; the sign says that the barrier has ended. */
const round = 16;
const endedBit = 1 << 31;

/**
 * How often the round is read before the thread waits: some 50 µs. Members that share their cores with
 * others should not spin for long, and a wait with a notification costs about as much.
 */
const looks = 4096;

/** Milliseconds between two questions whether to give up. */
export const questionInterval = 200;

/** @param memory zeroed; its first 128 bytes belong to the barrier */
export function createBarrier(memory: SharedArrayBuffer, size: number): Barrier {
  const words = new Int32Array(memory, 0, 32);
  const sleep = isAllowedToWait(words) ? sleepUntilWoken : spin;

  return {
    wait(mayGiveUp = () => false) {
      const before = Atomics.load(words, round);
      if (before < 0) return "ended";
      if (Atomics.add(words, arrived, 1) === size - 1) {
        Atomics.store(words, arrived, 0);
        nextRound(words, before);
        Atomics.notify(words, round);
        return "passed";
      }
      for (let look = 0; look < looks; look++) {
        if (Atomics.load(words, round) !== before) return outcome(words, before);
      }
      while (Atomics.load(words, round) === before) {
        const isOver = sleep(words, before);
        if (!isOver && mayGiveUp()) return "given up";
      }
      return outcome(words, before);
    },
    end() {
      Atomics.or(words, round, endedBit);
      Atomics.notify(words, round);
    },
    hasEnded: () => Atomics.load(words, round) < 0,
  };
}

/** Waits for the end of a round, one interval at most. Returns whether it has come. */
function sleepUntilWoken(words: Int32Array, before: number): boolean {
  return Atomics.wait(words, round, before, questionInterval) !== "timed-out";
}

/** The same for a thread that is not allowed to sleep. */
function spin(words: Int32Array, before: number): boolean {
  const end = performance.now() + questionInterval;
  do {
    for (let look = 0; look < looks; look++) if (Atomics.load(words, round) !== before) return true;
  } while (performance.now() < end);
  return false;
}

/** Counts one up and leaves the sign as it is, whoever sets it meanwhile. */
function nextRound(words: Int32Array, before: number): void {
  Atomics.xor(words, round, before ^ ((before + 1) & ~endedBit));
}

/** All may have met and one have ended the barrier since: then this meeting counts, and the next one ends. */
function outcome(words: Int32Array, before: number): "passed" | "ended" {
  return (Atomics.load(words, round) & ~endedBit) === before ? "ended" : "passed";
}

/** A browser's main thread is not. */
function isAllowedToWait(words: Int32Array): boolean {
  try {
    Atomics.wait(words, round, -1, 0);
    return true;
  } catch {
    return false;
  }
}
