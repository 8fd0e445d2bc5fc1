import { describeValue } from "../../text/describe-value.ts";
import { printable, quoted } from "../../text/printable.ts";
import type { Accepted } from "./accepted.ts";
import { requirePositiveInteger } from "./positive-integer.ts";
import type { Space, ValueOf } from "./space.ts";

/** A space for each key. */
export type SpaceRecord = Readonly<Record<string, Space>>;

/** The type of a dict's members: an object with a member of each space. */
export type DictValue<Spaces extends SpaceRecord> = { readonly [Key in keyof Spaces]: ValueOf<Spaces[Key]> };

/** Objects with a member of its own space under every key. */
export interface Dict<Spaces extends SpaceRecord = SpaceRecord> extends Space<DictValue<Spaces>> {
  readonly kind: "dict";
  readonly spaces: Spaces;
}

/**
 * Objects with a member of its own space under every key: `dict({ position: box({ low: 0, high: 1, shape: [2] }),
 * alarm: discrete(2) })` holds `{ position: Float32Array, alarm: number }`.
 *
 * Flattens key after key in alphabetical order (by UTF-16 code unit), as Gymnasium sorts them, so that the order in
 * which they were written does not matter.
 *
 * @throws if there is no key, or one of them does not hold a space.
 */
export function dict<Spaces extends SpaceRecord>(spaces: Spaces): Dict<Spaces> {
  if (typeof spaces !== "object" || spaces === null || Array.isArray(spaces)) {
    throw new TypeError(
      `dict: expected an object with a space for each key, found ${describeValue(spaces)}.`,
    );
  }
  const keys = Object.keys(spaces).sort();
  if (keys.length === 0) throw new RangeError("dict: give at least one key.");
  const offsets = new Map<string, number>();
  let size = 0;
  for (const key of keys) {
    const space: Space | undefined = spaces[key];
    if (typeof space?.flatten !== "function") {
      throw new TypeError(`dict: the key ${quoted(key)} must hold a space, found ${describeValue(space)}.`);
    }
    offsets.set(key, size);
    size += space.size;
  }
  requirePositiveInteger("dict: the sum of the sizes of its spaces", size);
  const own = Object.freeze({ ...spaces });

  const explainKeys = (value: unknown): string | undefined => {
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject &&
      keys.every((key) => Object.hasOwn(value, key)) &&
      Object.keys(value).length === keys.length
      ? undefined
      : `expected an object with keys ${printable(keys.join(", "))}, found ${describeValue(value)}`;
  };
  const explain = (value: unknown): string | undefined => {
    const problem = explainKeys(value);
    if (problem !== undefined) return problem;
    for (const key of keys) {
      const inner = own[key].explain((value as Record<string, unknown>)[key]);
      if (inner !== undefined) return `${printable(key)}: ${inner}`;
    }
    return undefined;
  };
  const build = (member: (key: string, space: Space) => unknown): DictValue<Spaces> =>
    Object.fromEntries(keys.map((key) => [key, member(key, own[key])])) as DictValue<Spaces>;

  return Object.freeze<Dict<Spaces>>({
    kind: "dict",
    size,
    spaces: own,
    explain,
    contains: (value): value is Accepted<DictValue<Spaces>> => explain(value) === undefined,
    sample: (generator) => build((_, space) => space.sample(generator)),

    flatten(value, target, offset = 0) {
      const problem = explainKeys(value);
      if (problem !== undefined) throw new TypeError(`dict: ${problem}.`);
      for (const key of keys) {
        try {
          own[key].flatten((value as Record<string, unknown>)[key], target, offset + offsets.get(key)!);
        } catch (cause) {
          throw new TypeError(`${key}: ${(cause as Error).message}`, { cause });
        }
      }
    },

    unflatten: (source, offset = 0) =>
      build((key, space) => space.unflatten(source, offset + offsets.get(key)!)),
    toJSON: () => ({ kind: "dict", spaces: Object.fromEntries(keys.map((key) => [key, own[key].toJSON()])) }),
  });
}

/** Is the space a dict? */
export function isDict(space: Space): space is Dict {
  return space.kind === "dict";
}
