import { type Saved, type Stateful, savedArray, savedCount, savedRecord, within } from "../../state/index.ts";

/** Mean and variance of every column of all rows so far, in float64. */
export interface RunningMoments extends Stateful {
  /** The number of rows. */
  readonly count: number;
  /** [columns]; 0 before the first row. */
  readonly mean: Float64Array;
  /** The standard deviation of a column, with the count as divisor; 0 before the first row. */
  deviation(column: number): number;
  /** Adds rows: [rows, columns], one after another. */
  add(values: Float32Array | Float64Array, rows: number): void;
}

/**
 * Each batch of rows is summed up in two passes, and merged with what was there (Chan, Golub and LeVeque 1983): the result
 * depends on the rows and on where batches end, on nothing else. Nothing is allocated by `add`.
 */
export function createRunningMoments(columns: number): RunningMoments {
  let count = 0;
  const mean = new Float64Array(columns);
  /** Sums of squared distances from the mean. */
  const squares = new Float64Array(columns);

  return {
    get count() {
      return count;
    },
    mean,
    deviation: (column) => (count === 0 ? 0 : Math.sqrt(squares[column] / count)),
    add(values, rows) {
      if (rows === 0) return;
      const total = count + rows;
      for (let column = 0; column < columns; column++) {
        let sum = 0;
        for (let at = column; at < rows * columns; at += columns) sum += values[at];
        const center = sum / rows;
        let spread = 0;
        for (let at = column; at < rows * columns; at += columns) spread += (values[at] - center) ** 2;
        const apart = center - mean[column];
        mean[column] += (apart * rows) / total;
        squares[column] += spread + apart * apart * ((count * rows) / total);
      }
      count = total;
    },
    save: () => ({ count, mean: mean.slice(), squares: squares.slice() }),
    restore(saved: Saved) {
      const state = savedRecord(saved, ["count", "mean", "squares"]);
      const savedMean = within("mean", () => savedArray(state.mean, mean));
      const savedSquares = within("squares", () => savedArray(state.squares, squares));
      count = within("count", () => savedCount(state.count));
      mean.set(savedMean);
      squares.set(savedSquares);
    },
  };
}
