import type { Rows } from "../../graph/index.ts";

/** How the rows of a batch [T, N] make sequences: of `length` consecutive steps of a copy each. */
export interface Sequences {
  /** Steps of a sequence; divides T. */
  readonly length: number;
  /** N */
  readonly copies: number;
}

/**
 * The sequences that a program goes through, if its rows have states that a sequence begins with; otherwise rows need no
 * order.
 *
 * @throws RangeError when it needs sequences and nothing says which
 */
export function sequencesOf(rows: Rows, sequences: Sequences | undefined): Sequences | undefined {
  const state = Object.keys(rows).find((name) => rows[name].sequence === "state");
  if (state === undefined || sequences) return state === undefined ? undefined : sequences;
  throw new RangeError(
    `rows: ${state} is the state of a recurrent network, which is trained on sequences, and the feed does not say which; give ` +
      "it sequences, { length, copies }, or take an architecture without a state",
  );
}

/** The step of a batch [T, N], counted row by row, that is step `step` of sequence `sequence`. */
export function rowOf({ length, copies }: Sequences, sequence: number, step: number): number {
  const copy = sequence % copies;
  return (((sequence - copy) / copies) * length + step) * copies + copy;
}

/**
 * Where sequences of at most `length` steps begin in episodes that stand one after another: wherever an episode does, and
 * after each `length` steps of it. The last entry is where the last one ends.
 *
 * @param begins 1 where an episode begins; default: only at the first row
 */
export function sequenceStarts(
  begins: ArrayLike<number> | undefined,
  count: number,
  length: number,
): Int32Array {
  const starts: number[] = [];
  for (let row = 0; row < count; row++) {
    const last = starts.at(-1);
    if (last === undefined || begins?.[row] === 1 || row - last === length) starts.push(row);
  }
  return Int32Array.from([...starts, count]);
}
