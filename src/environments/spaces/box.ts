import { log } from "../../math/log.ts";
import type { Generator } from "../../random/index.ts";
import { explainNumberArray } from "./number-array.ts";
import type { Space } from "./space.ts";
import type { NumberJson } from "./space-json.ts";

/**
 * Arrays of floats (float32), each element between its own bounds; a bound may be infinite. Multi-dimensional
 * values are flat, in row-major order.
 */
export interface Box extends Space<Float32Array> {
  readonly kind: "box";
  /** The dimensions, such as `[4]`, or `[84, 84, 3]` for an image. */
  readonly shape: readonly number[];
  /** The least value of each element, `[size]`, rounded to float32; `-Infinity` where there is none. */
  readonly low: readonly number[];
  /** The greatest value of each element, `[size]`, rounded to float32; `Infinity` where there is none. */
  readonly high: readonly number[];
}

export interface BoxOptions {
  /** The least value: one for all elements, or one for each. */
  readonly low: number | ArrayLike<number>;
  /** The greatest value: one for all elements, or one for each. */
  readonly high: number | ArrayLike<number>;
  /** Default: one dimension, as long as `low` or `high`; `[1]` if both are single numbers. */
  readonly shape?: readonly number[];
}

/**
 * A box: `box({ low: -2, high: 2 })` holds one number, `box({ low: 0, high: 1, shape: [8, 8] })` sixty-four.
 *
 * Samples as Gymnasium does: uniform between two finite bounds, an exponential beyond one, a normal without any.
 *
 * @throws if a bound is NaN, a lower bound is above its upper one, or the lengths do not agree with the shape.
 */
export function box({ low, high, shape }: BoxOptions): Box {
  const dimensions = Object.freeze([...(shape ?? [lengthOf(low) ?? lengthOf(high) ?? 1])]);
  const size = sizeOf(dimensions);
  const lows = bounds("low", low, size);
  const highs = bounds("high", high, size);
  for (let i = 0; i < size; i += 1) {
    if (lows[i] > highs[i] || lows[i] === Infinity || highs[i] === -Infinity) {
      throw new RangeError(
        `box: low must not be above high (nor Infinity, nor high -Infinity); at element ${i}, low is ${lows[i]} and high is ${highs[i]}.`,
      );
    }
  }

  const explain = (value: unknown): string | undefined => {
    const problem = explainNumberArray(value, size, "Float32Array");
    if (problem !== undefined) return problem;
    const elements = value as ArrayLike<number>;
    for (let i = 0; i < size; i += 1) {
      const element = elements[i];
      const rounded = Math.fround(element);
      if (!Number.isFinite(rounded)) return `expected finite numbers, found ${rounded} at element ${i}`;
      if (!(rounded >= lows[i] && rounded <= highs[i])) {
        return `expected between ${lows[i]} and ${highs[i]} at element ${i}, found ${element}`;
      }
    }
    return undefined;
  };

  return Object.freeze<Box>({
    kind: "box",
    size,
    shape: dimensions,
    low: Object.freeze(Array.from(lows)),
    high: Object.freeze(Array.from(highs)),
    explain,
    contains: (value): value is Float32Array | readonly number[] => explain(value) === undefined,

    sample(generator) {
      const value = new Float32Array(size);
      for (let i = 0; i < size; i += 1) value[i] = sampleElement(generator, lows[i], highs[i]);
      return value;
    },

    flatten(value, target, offset = 0) {
      const problem = explainNumberArray(value, size, "Float32Array");
      if (problem !== undefined) throw new TypeError(`box of shape [${dimensions.join(", ")}]: ${problem}.`);
      for (let i = 0; i < size; i += 1) target[offset + i] = value[i];
    },

    unflatten(source, offset = 0) {
      const value = new Float32Array(size);
      for (let i = 0; i < size; i += 1) value[i] = source[offset + i];
      return value;
    },

    toJSON: () => ({
      kind: "box",
      shape: dimensions,
      low: Array.from(lows, numberJson),
      high: Array.from(highs, numberJson),
    }),
  });
}

/** Is the space a box? */
export function isBox(space: Space): space is Box {
  return space.kind === "box";
}

function lengthOf(bound: number | ArrayLike<number>): number | undefined {
  return typeof bound === "number" ? undefined : bound.length;
}

function sizeOf(shape: readonly number[]): number {
  for (const dimension of shape) {
    if (!Number.isSafeInteger(dimension) || dimension < 1) {
      throw new RangeError(
        `box: every dimension of shape must be a positive integer, found [${shape.join(", ")}].`,
      );
    }
  }
  return shape.reduce((product, dimension) => product * dimension, 1);
}

function bounds(name: "low" | "high", bound: number | ArrayLike<number>, size: number): Float32Array {
  if (typeof bound !== "number" && bound.length !== size) {
    throw new RangeError(
      `box: ${name} has ${bound.length} elements and the shape ${size}; give one number or ${size}.`,
    );
  }
  const result = typeof bound === "number" ? new Float32Array(size).fill(bound) : Float32Array.from(bound);
  const bad = result.findIndex(Number.isNaN);
  if (bad >= 0)
    throw new RangeError(`box: ${name} must be a number or ±Infinity, found NaN at element ${bad}.`);
  return result;
}

function sampleElement(generator: Generator, low: number, high: number): number {
  const sampled =
    low > -Infinity && high < Infinity
      ? generator.uniform(low, high)
      : low > -Infinity
        ? low - log(1 - generator.random())
        : high < Infinity
          ? high + log(1 - generator.random())
          : generator.normal();
  return Math.min(Math.max(sampled, low), high);
}

function numberJson(value: number): NumberJson {
  return Number.isFinite(value) ? value : value > 0 ? "Infinity" : "-Infinity";
}
