import { requireInteger } from "../../text/require-number.ts";
import { valueInText } from "../../text/value-in-text.ts";
import type { EnvironmentSource } from "../environment-source.ts";
import type { NumberArray } from "../spaces/accepted.ts";
import { box } from "../spaces/box.ts";
import { observing } from "./transform-observation.ts";
import { requireImage } from "./wrapping/require-wrappable.ts";
import { type Wrapped, wrapDefinition } from "./wrapping/wrap-definition.ts";

/**
 * Gives images another height and width, as Gymnasium's ResizeObservation: each new pixel is the mean of the old ones below
 * it, weighed by the area that they share (INTER_AREA of OpenCV, where an image becomes smaller). Nothing is rounded to whole
 * numbers.
 *
 * @param shape [height, width] in pixels
 * @throws TypeError unless they are a list of two; RangeError if one of them is no integer from 1. `create` throws a TypeError
 *   unless observations are images.
 */
export function resizeObservation<const Source extends EnvironmentSource>(
  source: Source,
  shape: readonly [height: number, width: number],
): Wrapped<Source, Float32Array> {
  if (!Array.isArray(shape) || shape.length !== 2) {
    throw new TypeError(
      `resizeObservation: shape is ${valueInText(shape)}; it must be a list of height and width, such as [84, 84]`,
    );
  }
  const [height, width] = shape as readonly number[];
  requireInteger("resizeObservation: height", height, 1);
  requireInteger("resizeObservation: width", width, 1);
  return wrapDefinition("resizeObservation", source, [], (environment, owner) => {
    const { shape: before, low, high } = requireImage(owner, environment);
    const [oldHeight, oldWidth, channels] = before;
    const rows = sharesOf(oldHeight, height);
    const columns = sharesOf(oldWidth, width);
    /** [oldHeight, width, channels] */
    const between = new Float64Array(oldHeight * width * channels);
    const resized = (image: ArrayLike<number>): Float32Array => {
      average(image, between, columns, { lines: oldHeight, block: channels });
      const result = new Float32Array(height * width * channels);
      average(between, result, rows, { lines: 1, block: width * channels });
      return result;
    };
    return observing(
      (image) => resized(image as NumberArray),
      // Rounding keeps the order of numbers, so that the bounds' means bound the image's.
      box({ low: resized(low), high: resized(high), shape: [height, width, channels] }),
    );
  });
}

/** Which of `before` places make up each of the new ones, and with what weights, which add up to 1. */
interface Shares {
  readonly before: number;
  /** [after]: the first old place. */
  readonly first: Int32Array;
  /** For each new place, the weight of the first old one and of those that follow it. */
  readonly weights: readonly Float64Array[];
}

/** Of a line of `before` places that is divided into `after`, all of them equally long. */
function sharesOf(before: number, after: number): Shares {
  const first = Int32Array.from({ length: after }, (_, place) => Math.floor((place * before) / after));
  const weights = Array.from(first, (start, place) => {
    const end = Math.ceil(((place + 1) * before) / after);
    // In units of 1 / (before · after) of the line, all ends are whole numbers.
    return Float64Array.from({ length: end - start }, (_, i) => {
      const from = Math.max((start + i) * after, place * before);
      const to = Math.min((start + i + 1) * after, (place + 1) * before);
      return (to - from) / before;
    });
  });
  return { before, first, weights };
}

/** Means over one axis: [lines, before, block] becomes [lines, after, block]. */
function average(
  from: ArrayLike<number>,
  into: Float32Array | Float64Array,
  { before, first, weights }: Shares,
  { lines, block }: { readonly lines: number; readonly block: number },
): void {
  let at = 0;
  for (let line = 0; line < lines; line += 1) {
    for (let place = 0; place < first.length; place += 1) {
      const start = (line * before + first[place]) * block;
      const shares = weights[place];
      for (let i = 0; i < block; i += 1) {
        let sum = 0;
        for (let j = 0; j < shares.length; j += 1) sum += shares[j] * from[start + j * block + i];
        into[at++] = sum;
      }
    }
  }
}
