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
function sequenceStarts(begins: ArrayLike<number> | undefined, count: number, length: number): number[] {
  const starts: number[] = [];
  for (let row = 0; row < count; row++) {
    if (row === 0 || begins?.[row] === 1 || row - starts[starts.length - 1] === length) starts.push(row);
  }
  starts.push(count);
  return starts;
}

/**
 * Which row of such episodes stands where in shards of whole sequences: of all sequences of a shard the first steps come
 * first, then the second ones, and so on. −1 stands for steps that a sequence does not have, and for sequences that there are
 * not.
 */
export function rowsInShards(
  begins: ArrayLike<number> | undefined,
  count: number,
  { length, rowsPerShard }: { readonly length: number; readonly rowsPerShard: number },
): Int32Array {
  const starts = sequenceStarts(begins, count, length);
  const sequences = starts.length - 1;
  const perShard = rowsPerShard / length;
  const placed = new Int32Array(Math.ceil(sequences / perShard) * rowsPerShard).fill(-1);
  for (let sequence = 0; sequence < sequences; sequence++) {
    const inShard = sequence % perShard;
    let at = (sequence - inShard) * length + inShard;
    for (let row = starts[sequence]; row < starts[sequence + 1]; row++, at += perShard) placed[at] = row;
  }
  return placed;
}
