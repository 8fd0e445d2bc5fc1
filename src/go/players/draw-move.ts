import { exp } from "../../math/index.ts";
import type { Generator } from "../../random/index.ts";

/** How probable the moves of a position are, and which of them are legal: rows of larger arrays. */
export interface MoveRow {
  readonly logProbs: ArrayLike<number>;
  /** 1 for legal moves. */
  readonly legal: Uint8Array;
  /** Where the row begins, in both. */
  readonly at: number;
}

/**
 * Draws a legal move with a probability in proportion to π(a | s)^(1 / temperature).
 *
 * @param temperature above 0
 * @param weights `[moves]`, overwritten
 */
export function drawMove(
  { logProbs, legal, at }: MoveRow,
  temperature: number,
  weights: Float64Array,
  generator: Generator,
): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (let move = 0; move < weights.length; move++) {
    if (legal[at + move] === 1) highest = Math.max(highest, logProbs[at + move]);
  }
  let total = 0;
  for (let move = 0; move < weights.length; move++) {
    weights[move] = legal[at + move] === 1 ? exp((logProbs[at + move] - highest) / temperature) : 0;
    total += weights[move];
  }
  let left = generator.random() * total;
  let last = 0;
  for (let move = 0; move < weights.length; move++) {
    if (weights[move] === 0) continue;
    last = move;
    left -= weights[move];
    if (left < 0) break;
  }
  return last;
}
