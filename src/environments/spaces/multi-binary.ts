import { explainNumberArray } from "./number-array.ts";
import { requirePositiveInteger } from "./positive-integer.ts";
import type { Space } from "./space.ts";

/** Several switches at once: arrays of `n` zeros and ones. */
export interface MultiBinary extends Space<Uint8Array> {
  readonly kind: "multi-binary";
  readonly n: number;
}

/**
 * Arrays of `n` zeros and ones, which flatten to themselves.
 *
 * @throws if `n` is no positive integer.
 */
export function multiBinary(n: number): MultiBinary {
  requirePositiveInteger("multiBinary: n", n);

  const explain = (value: unknown): string | undefined => {
    const problem = explainNumberArray(value, n, "Uint8Array");
    if (problem !== undefined) return problem;
    const elements = value as ArrayLike<number>;
    for (let i = 0; i < n; i += 1) {
      if (elements[i] !== 0 && elements[i] !== 1)
        return `expected 0 or 1 at element ${i}, found ${elements[i]}`;
    }
    return undefined;
  };

  return Object.freeze<MultiBinary>({
    kind: "multi-binary",
    size: n,
    n,
    explain,
    contains: (value): value is Uint8Array | readonly number[] => explain(value) === undefined,
    sample: (generator) => Uint8Array.from({ length: n }, () => generator.integers(0, 2)),

    flatten(value, target, offset = 0) {
      const problem = explain(value);
      if (problem !== undefined) throw new TypeError(`multiBinary(${n}): ${problem}.`);
      for (let i = 0; i < n; i += 1) target[offset + i] = value[i];
    },

    unflatten(source, offset = 0) {
      const value = new Uint8Array(n);
      for (let i = 0; i < n; i += 1) value[i] = source[offset + i] > 0.5 ? 1 : 0;
      return value;
    },

    toJSON: () => ({ kind: "multi-binary", n }),
  });
}

/** Is the space a multi-binary one? */
export function isMultiBinary(space: Space): space is MultiBinary {
  return space.kind === "multi-binary";
}
