import { nextTurn } from "../../workers/index.ts";

/** A row of a batch, which one game has until it leaves. */
export interface SharedRow {
  readonly row: number;
  /** Resolves when what the row has now has been evaluated, together with the rows of all other games. */
  evaluated(): Promise<void>;
  leave(): void;
}

/**
 * Lets many games that go on side by side have their positions evaluated together, one row of each: `evaluate` is called when
 * all games that have a row wait for it. What it has written holds until a game has a row again and waits.
 *
 * @param count how many games there are at most
 * @param evaluate of all rows, those without a game too, so that what a game gets does not depend on the others
 * @returns takes a row; throws RangeError where all are taken
 */
export function shareRows(count: number, evaluate: () => void): () => SharedRow {
  const free = Array.from({ length: count }, (_, i) => count - 1 - i);
  let waiting: { resolve(): void; reject(reason: unknown): void }[] = [];

  const evaluateIfAllWait = async () => {
    if (waiting.length === 0 || waiting.length < count - free.length) return;
    const served = waiting;
    waiting = [];
    await nextTurn(); // games go on as soon as they are served, so that nothing else, such as a signal, would get a turn
    try {
      evaluate();
    } catch (error) {
      for (const { reject } of served) reject(error);
      return;
    }
    for (const { resolve } of served) resolve();
  };

  return () => {
    const row = free.pop();
    if (row === undefined) throw new RangeError(`shareRows: all ${count} rows are taken`);
    return {
      row,
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
  };
}
