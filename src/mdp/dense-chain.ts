import { multiplyRows } from "./linear-algebra/multiply-rows.ts";
import type { MarkovChain } from "./markov-chain.ts";

/** @param probabilities [size × size] */
export function denseChain(size: number, probabilities: Float64Array): MarkovChain {
  return {
    size,
    rows: undefined,
    toDense: () => probabilities.slice(),

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

    restrictedTo(states) {
      const part = new Float64Array(states.length ** 2);
      states.forEach((from, i) => {
        states.forEach((to, j) => {
          part[i * states.length + j] = probabilities[from * size + to];
        });
      });
      return denseChain(states.length, part);
    },

    successors(state) {
      const row = probabilities.subarray(state * size, (state + 1) * size);
      const found = new Int32Array(size);
      let count = 0;
      for (let next = 0; next < size; next++) if (row[next] > 0) found[count++] = next;
      return found.subarray(0, count);
    },
  };
}
