import type { CompressedRows } from "../linear-algebra/compressed-rows.ts";
import type { MarkovChain } from "./markov-chain.ts";

/** @param rows the probabilities above 0 */
export function sparseChain(rows: CompressedRows): MarkovChain {
  const { size, starts, columns, entries } = rows;
  return {
    size,
    rows,

    multiply(x, result) {
      for (let row = 0; row < size; row++) {
        let sum = 0;
        for (let at = starts[row]; at < starts[row + 1]; at++) sum += entries[at] * x[columns[at]];
        result[row] = sum;
      }
    },

    multiplyTransposed(x, result) {
      result.fill(0);
      for (let row = 0; row < size; row++) {
        const weight = x[row];
        for (let at = starts[row]; at < starts[row + 1]; at++) result[columns[at]] += weight * entries[at];
      }
    },
  };
}
