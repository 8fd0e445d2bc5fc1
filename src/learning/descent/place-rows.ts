import type { RowArray } from "../../graph/index.ts";

/**
 * Writes the rows `from` to `to` of an array to the beginning of a view, and what spare rows hold to its end.
 *
 * @param width numbers of a row
 */
export function placeRows(
  view: Float32Array | Int32Array,
  values: RowArray,
  {
    from,
    to,
    width,
    spare,
  }: { readonly from: number; readonly to: number; readonly width: number; readonly spare: number },
): void {
  const length = (to - from) * width;
  const start = from * width;
  for (let i = 0; i < length; i++) view[i] = values[start + i];
  if (length < view.length) view.fill(spare, length);
}

/** Which steps of which sequences, and what spare rows hold. */
export interface PlacedSteps {
  /** Where the sequences begin, and where the last one ends. */
  readonly starts: Int32Array;
  /** The number of the first sequence. */
  readonly first: number;
  /** How many steps of each sequence. */
  readonly steps: number;
  readonly width: number;
  readonly spare: number;
}

/**
 * Writes the first rows of some sequences to a view, then the second ones, and so on; spare rows stand for steps that a
 * sequence does not have, and for sequences that there are not.
 */
export function placeSteps(
  view: Float32Array | Int32Array,
  values: RowArray,
  { starts, first, steps, width, spare }: PlacedSteps,
): void {
  const sequences = view.length / width / steps;
  let at = 0;
  for (let step = 0; step < steps; step++) {
    for (let sequence = first; sequence < first + sequences; sequence++) {
      const row = starts[sequence] + step;
      const isThere = sequence < starts.length - 1 && row < starts[sequence + 1];
      for (let i = 0; i < width; i++) view[at++] = isThere ? values[row * width + i] : spare;
    }
  }
}
