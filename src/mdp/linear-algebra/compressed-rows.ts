/** A square sparse matrix by rows: row i has `entries` at `columns`, both from `starts[i]` up to `starts[i + 1]`. */
export interface CompressedRows {
  readonly size: number;
  /** [size + 1] */
  readonly starts: Int32Array;
  /** Ascending within each row. */
  readonly columns: Int32Array;
  readonly entries: Float64Array;
}
