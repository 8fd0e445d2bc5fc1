/** What `kernels/winograd.h` fixes; channels are padded to whole vectors, of this many floats at most. */
const tileRows = 3;
const frequencies = 25;
const tilesAtOnce = 36;
const frequencyGap = 16;
const widestVector = 16;
const mostTileRows = 16;

const roundedUp = (count: number, multiple: number) => Math.ceil(count / multiple) * multiple;

/**
 * Bytes that a 3×3 convolution or the gradient of its weights needs beside its operands: the transforms of a block of
 * tiles, on either side of the product, and of the weights.
 */
export function winogradScratchBytes(width: number, channels: number, filters: number): number {
  const across = Math.ceil(width / tileRows);
  const tiles = Math.max(tilesAtOnce, across) + mostTileRows;
  const [from, to] = [channels, filters].map((count) => roundedUp(count, widestVector)) as [number, number];
  const images = frequencies * (tiles * (from + to) + 2 * frequencyGap);
  const weights = frequencies * (from * to + frequencyGap);
  return 4 * (from + to + images + weights);
}
