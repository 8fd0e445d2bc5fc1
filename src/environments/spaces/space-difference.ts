import { isBox } from "./box.ts";
import { isDict } from "./dict.ts";
import { isDiscrete } from "./discrete.ts";
import { isMultiBinary } from "./multi-binary.ts";
import { isMultiDiscrete } from "./multi-discrete.ts";
import type { Space } from "./space.ts";
import { isTuple } from "./tuple.ts";

/** The first part in which two spaces differ. */
export interface SpaceDifference {
  /** Such as "n" or "position, high of element 2": within the space, and within the spaces that it is made of. */
  readonly part: string;
  /** What the first space has there, and what the second. */
  readonly first: string;
  readonly second: string;
}

/**
 * Compares what two spaces hold: their kind, sizes, start, shape and bounds, and those of the spaces that they are made
 * of, whatever the order of a dict's keys.
 *
 * @returns the first difference, or `undefined` when the same values lie in the same places of both
 */
export function spaceDifference(a: Space, b: Space): SpaceDifference | undefined {
  if (a === b) return undefined;
  if (a.kind !== b.kind) return { part: "kind", first: a.kind, second: b.kind };
  if (isDict(a) && isDict(b)) {
    const [first, second] = [a, b].map(({ spaces }) => Object.keys(spaces).sort());
    return (
      difference("keys", JSON.stringify(first), JSON.stringify(second)) ?? within(first, a.spaces, b.spaces)
    );
  }
  if (isTuple(a) && isTuple(b)) {
    const places = a.spaces.map((_, place) => place);
    const lengths = difference("number of places", a.spaces.length, b.spaces.length);
    return lengths ?? within(places, a.spaces, b.spaces, "place ");
  }
  if (isBox(a) && isBox(b)) {
    return (
      difference("shape", `[${a.shape.join(", ")}]`, `[${b.shape.join(", ")}]`) ??
      differenceOfEntries("low of element", a.low, b.low) ??
      differenceOfEntries("high of element", a.high, b.high)
    );
  }
  if (isDiscrete(a) && isDiscrete(b))
    return difference("n", a.n, b.n) ?? difference("start", a.start, b.start);
  if (isMultiBinary(a) && isMultiBinary(b)) return difference("n", a.n, b.n);
  if (isMultiDiscrete(a) && isMultiDiscrete(b)) {
    const lengths = difference("number of counts", a.counts.length, b.counts.length);
    return lengths ?? differenceOfEntries("count of element", a.counts, b.counts);
  }
  return difference("description", JSON.stringify(a), JSON.stringify(b));
}

function difference<Value extends number | string>(
  part: string,
  first: Value,
  second: Value,
): SpaceDifference | undefined {
  return first === second ? undefined : { part, first: String(first), second: String(second) };
}

function differenceOfEntries(
  part: string,
  first: readonly number[],
  second: readonly number[],
): SpaceDifference | undefined {
  const at = first.findIndex((value, i) => value !== second[i]);
  return at < 0 ? undefined : difference(`${part} ${at}`, first[at], second[at]);
}

function within<Key extends string | number>(
  keys: readonly Key[],
  first: Readonly<Record<Key, Space>>,
  second: Readonly<Record<Key, Space>>,
  prefix = "",
): SpaceDifference | undefined {
  for (const key of keys) {
    const found = spaceDifference(first[key], second[key]);
    if (found !== undefined) return { ...found, part: `${prefix}${key}, ${found.part}` };
  }
  return undefined;
}
