import type { CompressedRows } from "./linear-algebra/compressed-rows.ts";
import type { LinearMap } from "./linear-algebra/gmres.ts";
import type { MarkovChain } from "./markov-chain.ts";

/** The system (I − γP + 1 uᵀ) x = b of a chain, or of some of its states. */
export interface ChainSystem {
  readonly chain: MarkovChain;
  /** γ; 1 where the system is regular nonetheless. */
  readonly discount: number;
  /** [size], 1 for the states that belong to the system, default all; for the others it says x = b. */
  readonly kept?: Uint8Array | undefined;
  /** u [size], default 0: a distribution that makes I − P regular, where all states are kept. */
  readonly distribution?: Float64Array;
}

/** The matrix of the system and its transpose, as maps of vectors. */
export function systemMaps({ chain, discount, kept, distribution }: ChainSystem): [LinearMap, LinearMap] {
  const { size } = chain;
  const within = new Float64Array(size);

  const map = (multiply: LinearMap, weights?: Float64Array, along?: Float64Array): LinearMap => {
    return (x, result) => {
      if (kept) for (let i = 0; i < size; i++) within[i] = kept[i] * x[i];
      multiply(kept ? within : x, result);
      for (let i = 0; i < size; i++) result[i] = x[i] - discount * (kept ? kept[i] * result[i] : result[i]);
      if (!distribution) return;
      let weight = 0;
      for (let i = 0; i < size; i++) weight += (weights ? weights[i] : 1) * x[i];
      for (let i = 0; i < size; i++) result[i] += weight * (along ? along[i] : 1);
    };
  };
  return [map(chain.multiply, distribution), map(chain.multiplyTransposed, undefined, distribution)];
}

/** I − γP in full: [size × size]; without u. */
export function denseSystem({ chain, discount, kept }: ChainSystem): Float64Array {
  const { size } = chain;
  const matrix = chain.toDense();
  for (let i = 0; i < size; i++) {
    const row = matrix.subarray(i * size, (i + 1) * size);
    for (let j = 0; j < size; j++) row[j] *= kept && !(kept[i] && kept[j]) ? 0 : -discount;
    row[i] += 1;
  }
  return matrix;
}

/** I − γP by rows, with every place of the diagonal; without u. */
export function sparseSystem(rows: CompressedRows, { discount, kept }: ChainSystem): CompressedRows {
  const { size } = rows;
  const starts = new Int32Array(size + 1);
  const columns = new Int32Array(rows.columns.length + size);
  const entries = new Float64Array(columns.length);
  let at = 0;
  const add = (column: number, entry: number): void => {
    columns[at] = column;
    entries[at++] = entry;
  };
  for (let i = 0; i < size; i++) {
    let placed = false;
    for (let from = rows.starts[i]; from < rows.starts[i + 1]; from++) {
      const j = rows.columns[from];
      if (j >= i && !placed) {
        placed = true;
        if (j > i) add(i, 1);
      }
      if (kept && !(kept[i] && kept[j])) {
        if (j === i) add(i, 1);
      } else add(j, (j === i ? 1 : 0) - discount * rows.entries[from]);
    }
    if (!placed) add(i, 1);
    starts[i + 1] = at;
  }
  return { size, starts, columns: columns.subarray(0, at), entries: entries.subarray(0, at) };
}
