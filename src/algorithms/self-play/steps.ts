import type { Rows } from "../../graph/index.ts";
import { createMeans, type RowDescent } from "../../learning/index.ts";
import type { Generator } from "../../random/index.ts";
import { stateOf } from "../../state/index.ts";
import type { NumberArray } from "../../workers/index.ts";

/** The moves of games by what is kept of them, `[count, …]` each. */
type Moves = Readonly<Record<string, NumberArray>>;

export interface StepsOptions {
  /** Passes over the moves. */
  readonly epochs: number;
  /** Moves of a step, at most; "none": all of them. */
  readonly minibatchSize: number | "none";
}

/**
 * Steps of a descent over the moves of games: passes over all of them, or over parts of nearly equal length, into which each
 * pass puts them anew. Its state is that of the generator which draws the parts.
 *
 * @param rows what the descent takes of each move
 */
export function createSteps<Out extends string>(
  descent: Pick<RowDescent<Rows, string, Out>, "outputs" | "load" | "run">,
  rows: readonly string[],
  { epochs, minibatchSize }: StepsOptions,
  generator: Generator,
) {
  const partsOf = (count: number) => (minibatchSize === "none" ? 1 : Math.ceil(count / minibatchSize));
  return {
    ...stateOf({ generator }),
    /** What there is to report of steps that were not taken: NaN, as means of nothing. */
    none: () => createMeans(descent.outputs).values(),
    /** @returns the means of what the steps report */
    take(games: object, count: number) {
      const moves = Object.fromEntries(rows.map((name) => [name, (games as Moves)[name]]));
      const means = createMeans(descent.outputs);
      const parts = partsOf(count);
      if (parts === 1) descent.load(moves as never, count);
      const order = Int32Array.from({ length: count }, (_, move) => move);
      for (let epoch = 0; epoch < epochs; epoch++) {
        if (parts > 1) generator.shuffle(order);
        for (let part = 0; part < parts; part++) {
          if (parts > 1) {
            const [from, to] = [part, part + 1].map((each) => Math.floor((each * count) / parts));
            const chosen = order.subarray(from, to);
            descent.load(rowsOf(moves, count, chosen) as never, chosen.length);
          }
          means.add(descent.run());
        }
      }
      return means.values();
    },
  };
}

/** Some of the moves; sums over all of them, which `weights` and `share` make means, are estimated by these. */
function rowsOf(moves: Moves, count: number, chosen: Int32Array): Moves {
  const scale = count / chosen.length;
  return Object.fromEntries(
    Object.entries(moves).map(([name, all]) => {
      const width = all.length / count;
      const some = new (all.constructor as new (length: number) => NumberArray)(chosen.length * width);
      const factor = name === "weights" || name === "share" ? scale : 1;
      chosen.forEach((move, row) => {
        for (let i = 0; i < width; i++) some[row * width + i] = factor * all[move * width + i];
      });
      return [name, some];
    }),
  );
}
