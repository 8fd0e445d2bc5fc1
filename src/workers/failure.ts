import { failureStart, failureWords, headerBytes } from "./sharing/shared-memory.ts";
import { describeThrown, rebuiltError, shortened, type Thrown } from "./thrown.ts";

/** Why a member of a team gave up. */
export interface Failure extends Thrown {
  readonly rank: number;
}

/**
 * Writes the error with which a member ended: a flag, a length, and JSON. Only the first failure of a team is kept.
 *
 * @param error whatever was thrown
 * @returns whether it was the first, and is kept
 */
export function writeFailure(memory: SharedArrayBuffer, rank: number, error: unknown): boolean {
  const words = new Int32Array(memory);
  if (Atomics.compareExchange(words, failureWords, 0, 1) !== 0) return false;
  const text = encoded({ rank, ...describeThrown(error) });
  new Uint8Array(memory, failureStart, text.length).set(text);
  Atomics.store(words, failureWords + 1, text.length);
  return true;
}

export function readFailure(memory: SharedArrayBuffer): Failure | undefined {
  const length = Atomics.load(new Int32Array(memory), failureWords + 1);
  // A copy: a text decoder takes no shared memory.
  const text = new Uint8Array(memory, failureStart, length).slice();
  return length === 0 ? undefined : JSON.parse(new TextDecoder().decode(text));
}

/** With texts as long as there is room for. */
function encoded({ rank, ...thrown }: Failure): Uint8Array {
  for (let length = headerBytes; ; length >>= 1) {
    const text = new TextEncoder().encode(JSON.stringify({ rank, ...shortened(thrown, length) }));
    if (text.length <= headerBytes - failureStart) return text;
  }
}

/** A worker failed: its message, and as the cause an error that has its name, stack and causes. */
export class WorkerError extends Error {
  override readonly name = "WorkerError";
  /** Which of the team's members it was; 0 is the thread that started the others. */
  readonly rank: number;

  constructor({ rank, ...thrown }: Failure) {
    super(`${thrown.message || thrown.name} (in worker ${rank})`, { cause: rebuiltError(thrown) });
    this.rank = rank;
  }
}
