import { isBox } from "./box.ts";
import { partsOf } from "./flat-bounds.ts";
import type { Space } from "./space.ts";

/** Which of the `space.size` floats of a flattened value are numbers of a box, 1 or 0; the others are parts of one-hot vectors. */
export function boxEntries(space: Space): Uint8Array {
  const entries = new Uint8Array(space.size);
  const write = (part: Space, offset: number): void => {
    if (isBox(part)) entries.fill(1, offset, offset + part.size);
    let start = offset;
    for (const inner of partsOf(part)) {
      write(inner, start);
      start += inner.size;
    }
  };
  write(space, 0);
  return entries;
}
