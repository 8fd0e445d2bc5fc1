import type { CompressedRows } from "./linear-algebra/compressed-rows.ts";
import type { MarkovChain } from "./markov-chain.ts";

/** @param rows the probabilities above 0 */
export function sparseChain(rows: CompressedRows): MarkovChain {
  const { size, starts, columns, entries } = rows;
  return {
    size,
    rows,

    toDense() {
      const dense = new Float64Array(size * size);
      for (let row = 0; row < size; row++) {
        for (let at = starts[row]; at < starts[row + 1]; at++) dense[row * size + columns[at]] = entries[at];
      }
      return dense;
    },

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

    restrictedTo(states) {
      const place = new Int32Array(size).fill(-1);
      states.forEach((state, i) => {
        place[state] = i;
      });
      const part = { size: states.length, starts: new Int32Array(states.length + 1) };
      const kept: number[] = [];
      states.forEach((state, i) => {
        for (let at = starts[state]; at < starts[state + 1]; at++) if (place[columns[at]] >= 0) kept.push(at);
        part.starts[i + 1] = kept.length;
      });
      return sparseChain({
        ...part,
        columns: Int32Array.from(kept, (at) => place[columns[at]]),
        entries: Float64Array.from(kept, (at) => entries[at]),
      });
    },

    successors: (state) => columns.subarray(starts[state], starts[state + 1]),
  };
}
