import { headerBytes } from "./shared-memory.ts";

/** Why a member of a team gave up. */
export interface Failure {
  readonly rank: number;
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

/** The place of a failure in the shared memory: a flag, a length, and JSON. Only the first failure is kept. */
const flagAt = 32;
const textStart = 256;

/** Returns whether it was the first, and is kept. */
export function writeFailure(memory: SharedArrayBuffer, rank: number, error: unknown): boolean {
  const words = new Int32Array(memory, 0, 64);
  if (Atomics.compareExchange(words, flagAt, 0, 1) !== 0) return false;
  const { name, message, stack = "" } = error instanceof Error ? error : new Error(String(error));
  // At most three bytes for a UTF-16 unit, twice that when JSON escapes it: both texts together fit.
  const limit = Math.floor((headerBytes - textStart) / 16);
  const failure: Failure = { rank, name, message: message.slice(0, limit), stack: stack.slice(0, limit) };
  const text = new TextEncoder().encode(JSON.stringify(failure));
  new Uint8Array(memory, textStart, text.length).set(text);
  Atomics.store(words, flagAt + 1, text.length);
  return true;
}

export function readFailure(memory: SharedArrayBuffer): Failure | undefined {
  const length = Atomics.load(new Int32Array(memory, 0, 64), flagAt + 1);
  // A copy: a text decoder takes no shared memory.
  const text = new Uint8Array(memory, textStart, length).slice();
  return length === 0 ? undefined : JSON.parse(new TextDecoder().decode(text));
}

/** A worker failed: its message, and as the cause an error that has its name and stack. */
export class WorkerError extends Error {
  override readonly name = "WorkerError";
  /** Which of the team's members it was; 0 is the thread that started the others. */
  readonly rank: number;

  constructor({ rank, name, message, stack }: Failure) {
    super(`${message} (in worker ${rank})`, { cause: rebuilt(name, message, stack) });
    this.rank = rank;
  }
}

function rebuilt(name: string, message: string, stack: string): Error {
  const error = new Error(message);
  error.name = name;
  error.stack = stack;
  return error;
}
