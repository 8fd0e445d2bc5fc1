import { log } from "../../math/elementary/log.ts";
import type { Generator } from "../../random/index.ts";
import { describeValue } from "../../text/describe-value.ts";
import { unknownNames } from "../../text/known-options.ts";
import { printable } from "../../text/printable.ts";
import type { NumberArray } from "./accepted.ts";
import { explainNumberArray } from "./number-array.ts";
import { requirePositiveInteger } from "./positive-integer.ts";
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
 * @throws if a bound is no number, NaN, or finite and beyond float32; if a lower bound is above its upper one; or if the
 *   lengths do not agree with the shape.
 */
export function box(options: BoxOptions): Box {
  requireBoxOptions(options);
  const { low, high, shape } = options;
  const dimensions = Object.freeze([...(shape ?? [lengthOf(low) ?? lengthOf(high) ?? 1])]);
  const size = sizeOf(dimensions);
  const lows = bounds("low", low, size);
  const highs = bounds("high", high, size);
  for (let i = 0; i < size; i += 1) {
    const [least, greatest] = [boundAt(low, i), boundAt(high, i)];
    if (least > greatest || least === Infinity || greatest === -Infinity) {
      throw new RangeError(
        `box: low must not be above high (nor Infinity, nor high -Infinity); at element ${i}, low is ${least} and high is ${greatest}.`,
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
    contains: (value): value is NumberArray => explain(value) === undefined,

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

/** What else might be written, which without a word would give other bounds or another shape. */
function requireBoxOptions(options: unknown): asserts options is BoxOptions {
  const example = "box({ low: -1, high: 1, shape: [3] })";
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    throw new TypeError(`box: expected an object, as in ${example}; found ${describeValue(options)}.`);
  }
  const names = ["low", "high", "shape"];
  const [unknown] = unknownNames(options, names);
  if (unknown !== undefined) {
    throw new TypeError(
      `box: there is no option ${printable(unknown, 60)}. The options are ${names.join(", ")}.`,
    );
  }
  const { shape } = options as Partial<BoxOptions>;
  if (shape !== undefined && !Array.isArray(shape) && !ArrayBuffer.isView(shape)) {
    throw new TypeError(
      `box: shape must be a list of dimensions such as [3], found ${describeValue(shape)}.`,
    );
  }
}

/** Is the space a box? */
export function isBox(space: Space): space is Box {
  return space.kind === "box";
}

function lengthOf(bound: number | ArrayLike<number>): number | undefined {
  return typeof bound === "object" && bound !== null ? bound.length : undefined;
}

function sizeOf(shape: readonly number[]): number {
  for (const dimension of shape) {
    if (!Number.isSafeInteger(dimension) || dimension < 1) {
      throw new RangeError(
        `box: every dimension of shape must be a positive integer, found [${printable(shape.join(", "))}].`,
      );
    }
  }
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  requirePositiveInteger(`box: the number of elements of shape [${printable(shape.join(", "))}]`, size);
  return size;
}

/** The bound of every element in float32. */
function bounds(name: "low" | "high", bound: number | ArrayLike<number>, size: number): Float32Array {
  const length = lengthOf(bound);
  if (length === undefined && typeof bound !== "number") {
    const hint = bound === undefined ? " Where there is no bound, write -Infinity or Infinity." : "";
    throw new TypeError(
      `box: ${name} must be a number or a list of numbers, found ${describeValue(bound)}.${hint}`,
    );
  }
  if (length !== undefined && length !== size) {
    throw new RangeError(
      `box: ${name} has ${length} elements and the shape ${size}; give one number or ${size}.`,
    );
  }
  const result = new Float32Array(size);
  for (let i = 0; i < size; i += 1) {
    const value = boundAt(bound, i);
    if (typeof value !== "number" || Number.isNaN(value)) {
      const found = typeof value === "number" ? value : describeValue(value);
      throw new RangeError(`box: ${name} must be a number or ±Infinity, found ${found} at element ${i}.`);
    }
    result[i] = value;
    if (!Number.isFinite(result[i]) && Number.isFinite(value)) {
      throw new RangeError(
        `box: ${name} must be within float32, ±${largestFloat}, or ±Infinity where there is no bound; found ${value} at ` +
          `element ${i}.`,
      );
    }
  }
  return result;
}

function boundAt(bound: number | ArrayLike<number>, element: number): number {
  return typeof bound === "number" ? bound : bound[element];
}

/** Of float32. */
const largestFloat = (2 - 2 ** -23) * 2 ** 127;

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
