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
