import { arrayState } from "../../state/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { requireInteger } from "../../text/require-number.ts";
import { valueInText } from "../../text/value-in-text.ts";
import type { EnvironmentSource } from "../environment-source.ts";
import { type Box, box } from "../spaces/box.ts";
import { requireBox } from "./wrapping/require-wrappable.ts";
import { type Wrapped, wrapDefinition } from "./wrapping/wrap-definition.ts";

export interface FrameStackOptions {
  /**
   * What stands in the place of observations from before the episode: the first one again ("reset", the default), or zeros
   * ("zero").
   */
  readonly padding?: "reset" | "zero";
}

/**
 * Shows the last observations together, the oldest first, as Gymnasium's FrameStackObservation, so that a policy without
 * memory sees what moves. A box of shape [n] becomes [size, n], and so on; an image [height, width, channels] becomes
 * [height, width, size × channels], as convolutional networks take it (Gymnasium's becomes [size, height, width, channels]).
 *
 * @param size how many, the present one included
 * @throws RangeError if `size` is no integer from 1, or `padding` another word. `create` throws a TypeError unless
 *   observations are a box.
 */
export function frameStackObservation<const Source extends EnvironmentSource>(
  source: Source,
  size: number,
  options: FrameStackOptions = {},
): Wrapped<Source, Float32Array> {
  requireInteger("frameStackObservation: size", size, 1);
  const { padding = "reset" } = knownOptions("frameStackObservation", options, ["padding"]);
  if (padding !== "reset" && padding !== "zero") {
    throw new RangeError(
      `frameStackObservation: padding is ${valueInText(padding)}; it must be "reset" or "zero"`,
    );
  }
  return wrapDefinition("frameStackObservation", source, [size, { padding }], (environment, owner) => {
    const frame = requireBox(owner, "observationSpace", environment);
    const { shape, block } = layoutOf(frame);
    /** The last observations, one after another. */
    const frames = new Float32Array(size * frame.size);
    const shown = (): Float32Array => interleave(frames, size, frame.size, block);
    const write = (observation: unknown, place: number): void =>
      frame.flatten(observation as Float32Array, frames, place * frame.size);
    const stack = (bounds: readonly number[]) =>
      interleave(
        Float32Array.from({ length: size * frame.size }, (_, i) => bounds[i % frame.size]),
        size,
        frame.size,
        block,
      );
    const reach = (bounds: readonly number[], further: typeof Math.min) =>
      padding === "zero" ? bounds.map((bound) => further(bound, 0)) : bounds;
    return {
      observationSpace: box({
        low: stack(reach(frame.low, Math.min)),
        high: stack(reach(frame.high, Math.max)),
        shape: shape(size),
      }),
      begun(result) {
        frames.fill(0);
        const first = padding === "reset" ? 0 : size - 1;
        for (let place = first; place < size; place += 1) write(result.observation, place);
        return { ...result, observation: shown() };
      },
      stepped(result) {
        frames.copyWithin(0, frame.size);
        write(result.observation, size - 1);
        return { ...result, observation: shown() };
      },
      state: arrayState(frames),
    };
  });
}

/** The shape of a stack, and how many numbers of one observation lie together in it. */
function layoutOf({ shape, size }: Box) {
  if (shape.length !== 3) return { shape: (count: number) => [count, ...shape], block: size };
  const [height, width, channels] = shape;
  return { shape: (count: number) => [height, width, count * channels], block: channels };
}

/** Blocks of `count` rows of `size` numbers: the first block of each row, then the second of each, and so on. */
function interleave(rows: Float32Array, count: number, size: number, block: number): Float32Array {
  if (block === size) return rows.slice();
  const result = new Float32Array(rows.length);
  let at = 0;
  for (let start = 0; start < size; start += block) {
    for (let row = 0; row < count; row += 1) {
      for (let i = start; i < start + block; i += 1) result[at++] = rows[row * size + i];
    }
  }
  return result;
}
