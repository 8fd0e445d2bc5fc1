import { frequencyGap, mostLanes, mostTileRows, results, taps, tilesAtOnce } from "./words.ts";

const frequencies = (results + taps - 1) ** 2;

const roundedUp = (count: number, multiple: number) => Math.ceil(count / multiple) * multiple;

/**
 * Bytes that a 3×3 convolution or the gradient of its weights needs beside its operands: the transforms of a block of
 * tiles, on either side of the product, and of the weights. Channels are padded to whole vectors of any machine.
 */
export function winogradScratchBytes(width: number, channels: number, filters: number): number {
  const across = Math.ceil(width / results);
  const tiles = Math.max(tilesAtOnce, across) + mostTileRows;
  const [from, to] = [channels, filters].map((count) => roundedUp(count, mostLanes)) as [number, number];
  const images = frequencies * (tiles * (from + to) + 2 * frequencyGap);
  const weights = frequencies * (from * to + frequencyGap);
  return 4 * (from + to + images + weights);
}
