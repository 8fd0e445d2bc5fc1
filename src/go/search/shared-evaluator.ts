import type { GoPosition } from "../../games/go/index.ts";
import { nextTurn } from "../../workers/index.ts";
import type { SearchEvaluator } from "./search-evaluator.ts";

/** A place in the batch of a shared evaluator, which one game has until it leaves. */
export interface EvaluatorSeat {
  /** Of one position at a time, for `Search.steps`: what it has seen is evaluated by {@link evaluated}. */
  readonly evaluator: SearchEvaluator;
  /** Resolves when the position that was seen has been evaluated, together with those of all other games. */
  evaluated(): Promise<void>;
  leave(): void;
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
  const free = Array.from({ length: seats }, (_, i) => seats - 1 - i);
  let waiting: { resolve(): void; reject(reason: unknown): void }[] = [];

  const evaluateIfAllWait = async () => {
    if (waiting.length === 0 || waiting.length < seats - free.length) return;
    const served = waiting;
    waiting = [];
    await nextTurn(); // games go on as soon as they are served, so that nothing else, such as a signal, would get a turn
    try {
      shared.evaluate(seats);
    } catch (error) {
      for (const { reject } of served) reject(error);
      return;
    }
    priors.set(shared.priors);
    values.set(shared.values);
    for (const { resolve } of served) resolve();
  };

  return {
    take(position) {
      const row = free.pop();
      if (row === undefined) throw new RangeError(`shareEvaluator: all ${seats} seats are taken`);
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
        evaluated: () =>
          new Promise((resolve, reject) => {
            waiting.push({ resolve, reject });
            void evaluateIfAllWait();
          }),
        leave() {
          free.push(row);
          void evaluateIfAllWait();
        },
      };
    },
  };
}
