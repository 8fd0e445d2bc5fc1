import { describeValue } from "../../text/describe-value.ts";
import type { Accepted } from "./accepted.ts";
import { requirePositiveInteger } from "./positive-integer.ts";
import type { Space, ValueOf } from "./space.ts";

/** The type of a tuple's members: an array with a member of each space. */
export type TupleValue<Spaces extends readonly Space[]> = {
  readonly [Index in keyof Spaces]: ValueOf<Spaces[Index]>;
};

/** Arrays with a member of its own space at every place. */
export interface Tuple<Spaces extends readonly Space[] = readonly Space[]> extends Space<TupleValue<Spaces>> {
  readonly kind: "tuple";
  readonly spaces: Spaces;
}

/**
 * Arrays with a member of its own space at every place: `tuple([discrete(3), box({ low: 0, high: 1 })])` holds
 * `[number, Float32Array]`. Flattens one after the other.
 *
 * @throws if there is no space, or one of the places does not hold one.
 */
export function tuple<const Spaces extends readonly Space[]>(spaces: Spaces): Tuple<Spaces> {
  if (!Array.isArray(spaces)) {
    throw new TypeError(
      `tuple: expected a list of spaces, as in tuple([a, b]); found ${describeValue(spaces)}.`,
    );
  }
  if (spaces.length === 0) throw new RangeError("tuple: give at least one space.");
  const offsets: number[] = [];
  let size = 0;
  for (const [i, space] of spaces.entries()) {
    if (typeof (space as Space | undefined)?.flatten !== "function") {
      throw new TypeError(`tuple: place ${i} must hold a space, found ${describeValue(space)}.`);
    }
    offsets.push(size);
    size += space.size;
  }
  requirePositiveInteger("tuple: the sum of the sizes of its spaces", size);
  const own = Object.freeze([...spaces]) as unknown as Spaces;

  const explainLength = (value: unknown): string | undefined =>
    Array.isArray(value) && value.length === own.length
      ? undefined
      : `expected an array of ${own.length}, found ${describeValue(value)}`;
  const explain = (value: unknown): string | undefined => {
    const problem = explainLength(value);
    if (problem !== undefined) return problem;
    for (const [i, space] of own.entries()) {
      const inner = space.explain((value as unknown[])[i]);
      if (inner !== undefined) return `place ${i}: ${inner}`;
    }
    return undefined;
  };
  const build = (member: (space: Space, i: number) => unknown): TupleValue<Spaces> =>
    own.map(member) as unknown as TupleValue<Spaces>;

  return Object.freeze<Tuple<Spaces>>({
    kind: "tuple",
    size,
    spaces: own,
    explain,
    contains: (value): value is Accepted<TupleValue<Spaces>> => explain(value) === undefined,
    sample: (generator) => build((space) => space.sample(generator)),

    flatten(value, target, offset = 0) {
      const problem = explainLength(value);
      if (problem !== undefined) throw new TypeError(`tuple: ${problem}.`);
      for (const [i, space] of own.entries()) {
        try {
          space.flatten((value as readonly unknown[])[i], target, offset + offsets[i]);
        } catch (cause) {
          throw new TypeError(`place ${i}: ${(cause as Error).message}`, { cause });
        }
      }
    },

    unflatten: (source, offset = 0) => build((space, i) => space.unflatten(source, offset + offsets[i])),
    toJSON: () => ({ kind: "tuple", spaces: own.map((space) => space.toJSON()) }),
  });
}

/** Is the space a tuple? */
export function isTuple(space: Space): space is Tuple {
  return space.kind === "tuple";
}
