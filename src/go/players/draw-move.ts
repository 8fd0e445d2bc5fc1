import { exp } from "../../math/index.ts";
import type { Policy } from "../../policies/index.ts";
import type { Generator } from "../../random/index.ts";
import { quoted } from "../../text/printable.ts";

/** How probable the moves of a position are, and which of them are legal: rows of larger arrays. */
export interface MoveRow {
  readonly logProbs: ArrayLike<number>;
  /** Whose they are, for messages. */
  readonly policy: Pick<Policy, "name">;
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
 * @throws RangeError where a legal move has no probability that is a number, as of a policy whose weights are not finite
 */
export function drawMove(
  { policy, logProbs, legal, at }: MoveRow,
  temperature: number,
  weights: Float64Array,
  generator: Generator,
): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (let move = 0; move < weights.length; move++) {
    if (legal[at + move] === 1) highest = Math.max(highest, logProbs[at + move]);
  }
  if (!(highest < Infinity)) throw noProbability(policy, highest);
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

/** The error for a policy that does not say how probable its moves are. @param found in the place of a probability */
export function noProbability({ name }: Pick<Policy, "name">, found: number): RangeError {
  return new RangeError(
    `the policy ${quoted(name)} gives a legal move ${found} in the place of a probability: its weights are not finite, or too ` +
      "large; take those of an earlier checkpoint",
  );
}
