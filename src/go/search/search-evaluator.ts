import { requireInteger } from "../../text/require-number.ts";

/**
 * What a search knows of positions before it has searched them. Positions are shown one after the other, each as it stands in
 * the game, and are then evaluated together.
 */
export interface SearchEvaluator {
  /** How many positions are evaluated at once, at most. */
  readonly batch: number;
  /** Takes in the position that the game stands at, as a row of the batch. */
  see(row: number): void;
  /** Evaluates the first `count` rows. */
  evaluate(count: number): void;
  /** [batch, moves]: how good each move looks, from 0 on; those of the legal moves are divided by their sum. */
  readonly priors: ArrayLike<number>;
  /** [batch]: what whoever is to move is expected to get, from −1 to 1. */
  readonly values: ArrayLike<number>;
}

/** What is known of one position. */
export interface Judgement {
  /** For each move of the game. */
  readonly priors: ArrayLike<number>;
  /** For whoever is to move. */
  readonly value: number;
}

/**
 * An evaluator that is a function of the position.
 *
 * @param moves how many moves there are in the game
 * @param batch how many positions are seen before they are evaluated; default 1
 * @throws RangeError for a number that is not allowed; and, in a search, for priors that are not one for each move
 */
export function evaluatorOf(moves: number, judge: () => Judgement, batch = 1): SearchEvaluator {
  requireInteger("evaluatorOf: moves", moves, 1);
  requireInteger("evaluatorOf: batch", batch, 1);
  const priors = new Float32Array(batch * moves);
  const values = new Float32Array(batch);
  return {
    ...{ batch, priors, values },
    see(row) {
      const judgement = judge();
      if (judgement.priors.length !== moves) {
        throw new RangeError(
          `evaluatorOf: judge returned ${judgement.priors.length} priors; there must be one for each of the ${moves} moves`,
        );
      }
      priors.set(judgement.priors, row * moves);
      values[row] = judgement.value;
    },
    evaluate: () => {},
  };
}
