import { describeValue } from "../../text/describe-value.ts";
import { largestIndex } from "./largest-index.ts";
import { explainNumberArray } from "./number-array.ts";
import { requirePositiveInteger } from "./positive-integer.ts";
import type { Space } from "./space.ts";

/** Several choices at once: element i is one of `counts[i]` integers from 0 on. */
export interface MultiDiscrete extends Space<Int32Array> {
  readonly kind: "multi-discrete";
  readonly counts: readonly number[];
}

/**
 * Several choices at once: `multiDiscrete([3, 2])` holds pairs of 0 to 2 and 0 to 1. Flattens to one one-hot after
 * the other.
 *
 * @throws if there is no element, a count is no positive integer, or their sum is not within int32.
 */
export function multiDiscrete(counts: readonly number[]): MultiDiscrete {
  if (!Array.isArray(counts) && !ArrayBuffer.isView(counts)) {
    throw new TypeError(
      `multiDiscrete: expected a list of counts such as [3, 2], found ${describeValue(counts)}.`,
    );
  }
  requirePositiveInteger("multiDiscrete: the number of elements", counts.length);
  for (const [i, count] of counts.entries())
    requirePositiveInteger(`multiDiscrete: the count of element ${i}`, count);
  const own = Object.freeze([...counts]);
  const size = own.reduce((sum, count) => sum + count, 0);
  requirePositiveInteger("multiDiscrete: the sum of the counts", size);

  const explain = (value: unknown): string | undefined => {
    const problem = explainNumberArray(value, own.length, "Int32Array");
    if (problem !== undefined) return problem;
    const elements = value as ArrayLike<number>;
    for (let i = 0; i < own.length; i += 1) {
      const element = elements[i];
      if (!Number.isInteger(element) || element < 0 || element >= own[i]) {
        return `expected an integer from 0 to ${own[i] - 1} at element ${i}, found ${element}`;
      }
    }
    return undefined;
  };

  return Object.freeze<MultiDiscrete>({
    kind: "multi-discrete",
    size,
    counts: own,
    explain,
    contains: (value): value is Int32Array | readonly number[] => explain(value) === undefined,
    sample: (generator) => Int32Array.from(own, (count) => generator.integers(0, count)),

    flatten(value, target, offset = 0) {
      const problem = explain(value);
      if (problem !== undefined) throw new TypeError(`multiDiscrete([${own.join(", ")}]): ${problem}.`);
      target.fill(0, offset, offset + size);
      let at = offset;
      for (let i = 0; i < own.length; i += 1) {
        target[at + value[i]] = 1;
        at += own[i];
      }
    },

    unflatten(source, offset = 0) {
      const value = new Int32Array(own.length);
      let at = offset;
      for (let i = 0; i < own.length; i += 1) {
        value[i] = largestIndex(source, at, own[i]);
        at += own[i];
      }
      return value;
    },

    toJSON: () => ({ kind: "multi-discrete", counts: own }),
  });
}

/** Is the space a multi-discrete one? */
export function isMultiDiscrete(space: Space): space is MultiDiscrete {
  return space.kind === "multi-discrete";
}
