import { entryName } from "../spaces/entry-name.ts";
import { flatBounds } from "../spaces/flat-bounds.ts";
import type { Space } from "../spaces/space.ts";

/** Is told of what is allowed and seldom meant; of each kind, the first message is the one that counts. */
export type Warn = (kind: string, message: string) => void;

/** Looks at the rows from `start` to `end` of observations `[rows, space.size]`. */
export type BoundsWatch = (observations: Float32Array, start: number, end: number) => void;

/**
 * Watches for observations outside the bounds of their boxes. The first is warned of; after that nothing is looked at.
 *
 * @param nameOf what to call a row in the warning
 * @returns `undefined` for spaces without finite bounds
 */
export function watchBounds(
  space: Space,
  nameOf: (row: number) => string,
  warn: Warn,
): BoundsWatch | undefined {
  const bounds = flatBounds(space);
  if (bounds === undefined) return undefined;
  const { low, high } = bounds;
  const { size } = space;
  const bounded = Int32Array.from(low.keys()).filter((i) => low[i] > -Infinity || high[i] < Infinity);
  let found = false;

  const tell = (value: number, row: number, entry: number): void => {
    found = true;
    warn(
      "observation outside its space",
      `${nameOf(row)}: observation: ${entryName(space, entry)} is ${shortest(value)}, outside its bounds ` +
        `${shortest(low[entry])} to ${shortest(high[entry])}. Training and acting take it as it is; widen the bounds of ` +
        "observationSpace, or clip the observation, if that is not meant. Further ones are not told of.",
    );
  };
  const [least] = low;
  const [greatest] = high;
  // Those of an image are all the same: its numbers are then looked at as they lie.
  const isUniform = low.every((each) => each === least) && high.every((each) => each === greatest);
  if (isUniform) {
    return (observations, start, end) => {
      if (found) return;
      for (let at = start * size; at < end * size; at += 1) {
        const value = observations[at];
        if (value < least || value > greatest) return tell(value, Math.floor(at / size), at % size);
      }
    };
  }
  return (observations, start, end) => {
    if (found) return;
    for (let i = 0; i < bounded.length; i += 1) {
      const entry = bounded[i];
      const least = low[entry];
      const greatest = high[entry];
      for (let at = start * size + entry; at < end * size; at += size) {
        const value = observations[at];
        if (value < least || value > greatest) return tell(value, Math.floor(at / size), entry);
      }
    }
  };
}

/** A float32 number with no more digits than it takes to tell it from its neighbors. */
function shortest(value: number): number {
  for (let digits = 1; digits < 9; digits += 1) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return rounded;
  }
  return value;
}
