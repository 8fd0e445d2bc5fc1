import type { RowArray } from "../../graph/index.ts";

/** Which rows, and what spare ones hold. */
export interface PlacedRows {
  readonly from: number;
  readonly to: number;
  readonly width: number;
  readonly spare: number;
}

/**
 * Writes the rows `from` to `to` of an array to the beginning of a view, and what spare rows hold to its end.
 *
 * @param width numbers of a row
 */
export function placeRows(
  view: Float32Array | Int32Array,
  values: RowArray,
  { from, to, width, spare }: PlacedRows,
): void {
  const length = (to - from) * width;
  const start = from * width;
  for (let i = 0; i < length; i++) view[i] = values[start + i];
  if (length < view.length) view.fill(spare, length);
}

/**
 * The same for rows that are sequences of `length`, one after another: writes the first rows of all, then the second ones,
 * and so on, as many of each sequence as `steps` says.
 */
export function placeSteps(
  view: Float32Array | Int32Array,
  values: RowArray,
  { from, to, width, spare, length, steps }: PlacedRows & { readonly length: number; readonly steps: number },
): void {
  const sequences = view.length / width / steps;
  let at = 0;
  for (let step = 0; step < steps; step++) {
    for (let sequence = 0; sequence < sequences; sequence++) {
      const row = from + sequence * length + step;
      for (let i = 0; i < width; i++) view[at++] = row < to ? values[row * width + i] : spare;
    }
  }
}
