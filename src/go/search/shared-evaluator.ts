import type { GoPosition } from "../../games/go/index.ts";
import type { SearchEvaluator } from "./search-evaluator.ts";
import { type SharedRow, shareRows } from "./shared-rows.ts";

/** A place in the batch of a shared evaluator, which one game has until it leaves. */
export interface EvaluatorSeat extends Omit<SharedRow, "row"> {
  /** Of one position at a time, for `Search.steps`: what it has seen is evaluated by `evaluated`. */
  readonly evaluator: SearchEvaluator;
}

/** An evaluator that many games have together, each of which takes a seat. */
export interface SharedEvaluator {
  /** @throws RangeError where all seats are taken */
  take(position: GoPosition): EvaluatorSeat;
}

/**
 * Lets many searches that go on side by side have their leaves evaluated together, one leaf of each: the evaluator is run when
 * all games that have a seat wait for it. It runs with as many rows each time, so that what a game gets does not depend on the others.
 *
 * @param seats how many games there are at most
 * @param board a position of the rules of all games
 * @param create an evaluator with that batch, which sees the position that it is given
 */
export function shareEvaluator(
  seats: number,
  board: GoPosition,
  create: (position: () => GoPosition, batch: number) => SearchEvaluator,
): SharedEvaluator {
  let current = board;
  const shared = create(() => current, seats);
  const priors = Float32Array.from(shared.priors);
  const values = new Float32Array(seats);
  const moves = priors.length / seats;
  const takeRow = shareRows(seats, () => {
    shared.evaluate(seats);
    priors.set(shared.priors);
    values.set(shared.values);
  });
  return {
    take(position) {
      const { row, evaluated, leave } = takeRow();
      return {
        evaluator: {
          batch: 1,
          priors: priors.subarray(row * moves, (row + 1) * moves),
          values: values.subarray(row, row + 1),
          see() {
            current = position;
            shared.see(row);
          },
          evaluate() {
            throw new Error("the evaluator is shared: await evaluated()");
          },
        },
        ...{ evaluated, leave },
      };
    },
  };
}
