import type { CompressedRows } from "../linear-algebra/compressed-rows.ts";
import { multiplyRows } from "../linear-algebra/multiply-rows.ts";
import { once } from "../once.ts";
import type { MarkovChain } from "./markov-chain.ts";

/** @param probabilities [size × size] */
export function denseChain(size: number, probabilities: Float64Array): MarkovChain {
  const rows = once(() => compressed(size, probabilities));
  return {
    size,
    get rows() {
      return rows();
    },

    multiply: (x, result) => multiplyRows(probabilities, size, x, result),

    multiplyTransposed(x, result) {
      result.fill(0);
      let row = 0;
      // Four rows at once: each element of the result is read and written once for the four.
      for (; row + 3 < size; row += 4) {
        const start = row * size;
        const a = x[row];
        const b = x[row + 1];
        const c = x[row + 2];
        const d = x[row + 3];
        for (let column = 0; column < size; column++) {
          const at = start + column;
          result[column] +=
            a * probabilities[at] +
            b * probabilities[at + size] +
            (c * probabilities[at + 2 * size] + d * probabilities[at + 3 * size]);
        }
      }
      for (; row < size; row++) {
        for (let column = 0; column < size; column++)
          result[column] += x[row] * probabilities[row * size + column];
      }
    },
  };
}

function compressed(size: number, probabilities: Float64Array): CompressedRows {
  let count = 0;
  for (let at = 0; at < probabilities.length; at++) if (probabilities[at] > 0) count++;
  const starts = new Int32Array(size + 1);
  const columns = new Int32Array(count);
  const entries = new Float64Array(count);
  let stored = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const probability = probabilities[row * size + column];
      if (probability === 0) continue;
      columns[stored] = column;
      entries[stored++] = probability;
    }
    starts[row + 1] = stored;
  }
  return { size, starts, columns, entries };
}
