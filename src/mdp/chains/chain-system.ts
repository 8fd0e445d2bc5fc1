import { addProduct, addTo, extended } from "../linear-algebra/extended-vector.ts";
import type { MMatrix } from "../linear-algebra/m-matrix.ts";
import type { MarkovChain } from "./markov-chain.ts";

/** The system (I − γP) x = b of a chain, or of some of its states. */
export interface ChainSystem {
  readonly chain: MarkovChain;
  /** γ; 1 where from every state of the system others are reached. */
  readonly discount: number;
  /** [size], 1 for the states that belong to the system, default all; for the others it says x = b. */
  readonly kept?: Uint8Array | undefined;
}

/**
 * I − γP as an M-matrix. The probability of staying in a state is not read: it is 1 minus the probabilities of
 * leaving it, to more digits than are stored.
 */
export function systemMatrix({ chain, discount, kept }: ChainSystem): MMatrix {
  const { size, rows } = chain;
  const starts = new Int32Array(size + 1);
  const columns = new Int32Array(rows.columns.length);
  const entries = new Float64Array(rows.columns.length);
  const sums = extended(new Float64Array(size));
  const outside = extended(new Float64Array(1));
  let at = 0;
  for (let i = 0; i < size; i++) {
    if (kept && !kept[i]) {
      sums.high[i] = 1;
      starts[i + 1] = at;
      continue;
    }
    outside.high[0] = 0;
    outside.low[0] = 0;
    for (let from = rows.starts[i]; from < rows.starts[i + 1]; from++) {
      const j = rows.columns[from];
      if (j === i) continue;
      if (kept && !kept[j]) {
        addTo(outside, 0, rows.entries[from], 0);
        continue;
      }
      columns[at] = j;
      entries[at++] = rows.entries[from];
    }
    // 1 − γ, exactly.
    sums.high[i] = 1;
    addTo(sums, i, -discount, 0);
    addProduct(sums, i, discount, outside.high[0], outside.low[0]);
    starts[i + 1] = at;
  }
  const weights = { size, starts, columns: columns.subarray(0, at), entries: entries.subarray(0, at) };
  return { size, factor: discount, weights, sums };
}
