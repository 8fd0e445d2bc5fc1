import { describeValue } from "./describe-value.ts";
import { largestIndex } from "./largest-index.ts";
import { requirePositiveInteger } from "./positive-integer.ts";
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
 * @throws if `n` is no positive integer, or `start` no integer.
 */
export function discrete(n: number, { start = 0 }: { readonly start?: number } = {}): Discrete {
  requirePositiveInteger("discrete: n", n);
  if (!Number.isSafeInteger(start))
    throw new RangeError(`discrete: start must be an integer, found ${start}.`);

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
