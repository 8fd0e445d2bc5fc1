import type { EnvironmentSource } from "../environment-source.ts";
import type { NumberArray } from "../spaces/accepted.ts";
import { box } from "../spaces/box.ts";
import { observing } from "./transform-observation.ts";
import { requireImage } from "./wrapping/require-wrappable.ts";
import { type Wrapped, wrapDefinition } from "./wrapping/wrap-definition.ts";

/** The shares of red, green and blue in the luma of ITU-R BT.601. */
const luma = [0.299, 0.587, 0.114] as const;

/**
 * Makes images of red, green and blue gray: [height, width, 3] becomes [height, width, 1], by the luma of ITU-R BT.601,
 * .299 R + .587 G + .114 B, as the Arcade Learning Environment's gray screens nearly are. Gymnasium's GrayscaleObservation
 * takes the shares of BT.709, and rounds down to whole numbers; here nothing is rounded.
 *
 * `create` throws a TypeError unless observations are images of three channels.
 */
export function grayscaleObservation<const Source extends EnvironmentSource>(
  source: Source,
): Wrapped<Source, Float32Array> {
  return wrapDefinition("grayscaleObservation", source, [], (environment, owner) => {
    const { shape, low, high } = requireImage(owner, environment);
    const [height, width, channels] = shape;
    if (channels !== 3) {
      throw new TypeError(
        `${owner}: the image has ${channels} channels; it must have 3, red, green and blue`,
      );
    }
    const gray = (image: ArrayLike<number>): Float32Array => {
      const result = new Float32Array(height * width);
      for (let at = 0, pixel = 0; pixel < result.length; pixel += 1, at += 3) {
        result[pixel] = luma[0] * image[at] + luma[1] * image[at + 1] + luma[2] * image[at + 2];
      }
      return result;
    };
    return observing(
      (image) => gray(image as NumberArray),
      // Rounding keeps the order of numbers, so that the bounds' gray bounds the image's.
      box({ low: gray(low), high: gray(high), shape: [height, width, 1] }),
    );
  });
}
