import { describeValue } from "../../text/describe-value.ts";
import { unknownNames } from "../../text/known-options.ts";
import { printable } from "../../text/printable.ts";
import { largestIndex } from "./largest-index.ts";
import { largestInteger, requirePositiveInteger } from "./positive-integer.ts";
import type { Space } from "./space.ts";

/** The `n` integers from `start` on. */
export interface Discrete extends Space<number> {
  readonly kind: "discrete";
  readonly n: number;
  readonly start: number;
}

/**
 * The integers `start`, …, `start + n − 1`. Flattens to a one-hot of `n` floats.
 *
 * @param options.start the least of them; default 0
 * @throws if `n` is no positive integer, `start` no integer, or one of the integers is not within int32, in which actions
 *   are handed over.
 */
export function discrete(n: number, options: { readonly start?: number } = {}): Discrete {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(
      `discrete: the second argument must be an object such as { start: 1 }, found ${describeValue(options)}.`,
    );
  }
  const [unknown] = unknownNames(options, ["start"]);
  if (unknown !== undefined) {
    throw new TypeError(`discrete: there is no option ${printable(unknown, 60)}. The only option is start.`);
  }
  const { start = 0 } = options;
  requirePositiveInteger("discrete: n", n);
  if (!Number.isSafeInteger(start)) {
    const found = typeof start === "number" ? start : describeValue(start);
    throw new RangeError(`discrete: start must be an integer, found ${found}.`);
  }
  if (start < -largestInteger - 1 || start + n - 1 > largestInteger) {
    throw new RangeError(
      `discrete: start and start + n − 1 must be within int32, from ${-largestInteger - 1} to ${largestInteger}; found ` +
        `${start} and ${start + n - 1}. Add the offset in the environment instead.`,
    );
  }

  const explain = (value: unknown): string | undefined =>
    Number.isInteger(value) && (value as number) >= start && (value as number) < start + n
      ? undefined
      : `expected an integer from ${start} to ${start + n - 1}, found ${describeValue(value)}`;

  return Object.freeze<Discrete>({
    kind: "discrete",
    size: n,
    n,
    start,
    explain,
    contains: (value): value is number => explain(value) === undefined,
    sample: (generator) => start + generator.integers(0, n),

    flatten(value, target, offset = 0) {
      const problem = explain(value);
      if (problem !== undefined) throw new TypeError(`discrete(${n}): ${problem}.`);
      target.fill(0, offset, offset + n);
      target[offset + value - start] = 1;
    },

    unflatten: (source, offset = 0) => start + largestIndex(source, offset, n),
    toJSON: () => ({ kind: "discrete", n, start }),
  });
}

/** Is the space a discrete one? */
export function isDiscrete(space: Space): space is Discrete {
  return space.kind === "discrete";
}
