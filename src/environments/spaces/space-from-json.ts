import { describeValue } from "../../text/describe-value.ts";
import { printable } from "../../text/printable.ts";
import { box } from "./box.ts";
import { dict } from "./dict.ts";
import { discrete } from "./discrete.ts";
import { multiBinary } from "./multi-binary.ts";
import { multiDiscrete } from "./multi-discrete.ts";
import type { Space, SpaceKind } from "./space.ts";
import type { SpaceJson } from "./space-json.ts";
import { tuple } from "./tuple.ts";

/**
 * The space that a description stands for: the inverse of `space.toJSON()`. The description may come from a file:
 * everything in it is checked.
 *
 * @throws if it describes no space; the message says where, as in "spaces.position.low".
 */
export function spaceFromJson(json: SpaceJson | unknown): Space {
  return read(json, "", 0);
}

/** How many spaces may be inside of each other: reading and using them goes through them by recursion. */
const deepest = 32;

type Fields = Readonly<Record<string, unknown>>;

const readers: Record<SpaceKind, (json: Fields, path: string, depth: number) => Space> = {
  box: (json, path) =>
    box({
      shape: array(json, "shape", path, number),
      low: array(json, "low", path, bound),
      high: array(json, "high", path, bound),
    }),
  discrete: (json, path) =>
    discrete(number(json.n, `${path}n`), {
      start: json.start === undefined ? 0 : number(json.start, `${path}start`),
    }),
  "multi-discrete": (json, path) => multiDiscrete(array(json, "counts", path, number)),
  "multi-binary": (json, path) => multiBinary(number(json.n, `${path}n`)),
  dict: (json, path, depth) => {
    const spaces = fields(json.spaces, `${path}spaces`);
    return dict(
      Object.fromEntries(
        Object.entries(spaces).map(([key, space]) => [key, read(space, `${path}spaces.${key}.`, depth + 1)]),
      ),
    );
  },
  tuple: (json, path, depth) =>
    tuple(array(json, "spaces", path, (space, at) => read(space, `${at}.`, depth + 1))),
};

function read(json: unknown, path: string, depth: number): Space {
  if (depth > deepest) {
    throw new RangeError(`space description: at most ${deepest} spaces may be inside of each other.`);
  }
  const space = fields(json, path.slice(0, -1) || "the whole");
  const kind = space.kind;
  if (typeof kind !== "string" || !Object.hasOwn(readers, kind)) {
    fail(`${path}kind`, `one of ${Object.keys(readers).join(", ")}`, kind);
  }
  return readers[kind as SpaceKind](space, path, depth);
}

function fields(value: unknown, path: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return fail(path, "an object", value);
  return value as Fields;
}

function array<T>(json: Fields, key: string, path: string, read: (value: unknown, path: string) => T): T[] {
  const value = json[key];
  if (!Array.isArray(value)) return fail(path + key, "an array", value);
  return value.map((entry, i) => read(entry, `${path}${key}.${i}`));
}

function number(value: unknown, path: string): number {
  return typeof value === "number" ? value : fail(path, "a number", value);
}

function bound(value: unknown, path: string): number {
  if (value === "Infinity") return Infinity;
  if (value === "-Infinity") return -Infinity;
  return typeof value === "number" ? value : fail(path, 'a number, "Infinity" or "-Infinity"', value);
}

function fail(path: string, expected: string, found: unknown): never {
  throw new TypeError(
    `space description: expected ${expected} at ${printable(path)}, found ${describeValue(found)}.`,
  );
}
