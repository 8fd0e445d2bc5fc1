import { isDict } from "./dict.ts";
import type { Space } from "./space.ts";
import { isTuple } from "./tuple.ts";

/** What to call one of the `space.size` floats of a flattened value: "element 2", or "position, element 2" in a dict. */
export function entryName(space: Space, index: number): string {
  const parts: readonly (readonly [name: string, space: Space])[] = isDict(space)
    ? Object.keys(space.spaces)
        .sort()
        .map((key) => [key, space.spaces[key]])
    : isTuple(space)
      ? space.spaces.map((inner, place) => [`place ${place}`, inner])
      : [];
  let start = 0;
  for (const [name, inner] of parts) {
    if (index < start + inner.size) return `${name}, ${entryName(inner, index - start)}`;
    start += inner.size;
  }
  return `element ${index}`;
}
