import { isBox } from "./box.ts";
import { isDict } from "./dict.ts";
import type { Space } from "./space.ts";
import { isTuple } from "./tuple.ts";

/** The bounds of the `space.size` floats of a flattened value; infinite for those that are of no box. */
export interface FlatBounds {
  readonly low: Float32Array;
  readonly high: Float32Array;
}

/** The bounds of all boxes in a space, where they lie when it is flattened; `undefined` if none of them is finite. */
export function flatBounds(space: Space): FlatBounds | undefined {
  const low = new Float32Array(space.size).fill(Number.NEGATIVE_INFINITY);
  const high = new Float32Array(space.size).fill(Number.POSITIVE_INFINITY);
  write(space, { low, high }, 0);
  return low.some(Number.isFinite) || high.some(Number.isFinite) ? { low, high } : undefined;
}

function write(space: Space, bounds: FlatBounds, offset: number): void {
  if (isBox(space)) {
    bounds.low.set(space.low, offset);
    bounds.high.set(space.high, offset);
  }
  let start = offset;
  for (const inner of partsOf(space)) {
    write(inner, bounds, start);
    start += inner.size;
  }
}

/** The spaces that a space is made of, in the order in which they are flattened. */
export function partsOf(space: Space): readonly Space[] {
  if (isTuple(space)) return space.spaces;
  if (!isDict(space)) return [];
  return Object.keys(space.spaces)
    .sort()
    .map((key) => space.spaces[key]);
}
