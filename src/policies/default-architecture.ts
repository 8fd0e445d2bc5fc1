import type { Box, Space } from "../environments/index.ts";
import { maximumOf, minimumOf } from "../math/extremes.ts";
import {
  type Architecture,
  type ChannelRange,
  defaultArchitecture,
  imageArchitecture,
  type MlpArchitecture,
} from "../networks/index.ts";

/** Rows and columns that a box of rank 3 must have at least to count as an image. */
const leastExtent = 8;

/**
 * The architecture that suits observations: a convolutional network for images, whose entries it scales to 0 to 1 by the
 * bounds, and for everything else fully connected layers. An image is a box of shape [height, width, channels] with
 * finite bounds, and 8 rows and columns at least.
 *
 * @param layers the fully connected ones: `hidden` and `activation`; default: two hidden layers of 64 tanh units
 * @param scaled whether observations come to the network scaled already
 */
export function defaultArchitectureFor(
  space: Space,
  { hidden, activation }: Partial<Pick<MlpArchitecture, "hidden" | "activation">> = {},
  scaled = false,
): Architecture {
  const range = imageRange(space);
  if (range === undefined) {
    return { ...defaultArchitecture, ...(hidden && { hidden }), ...(activation && { activation }) };
  }
  const shape = (space as unknown as Box).shape as [number, number, number];
  return imageArchitecture(shape, scaled || (range.low === 0 && range.high === 1) ? undefined : range);
}

/** The dimensions of an observation, as functions that build networks are told. */
export function observationShape(space: Space): readonly number[] {
  return space.kind === "box" ? (space as unknown as Box).shape : [space.size];
}

/** Whether observations are images, whose numbers the default architecture scales by their bounds. */
export const isImage = (space: Space): boolean => imageRange(space) !== undefined;

/** The bounds of each channel, of those entries that can change; undefined for a space that is no space of images. */
function imageRange(space: Space): ChannelRange | undefined {
  if (space.kind !== "box") return undefined;
  const { shape, low, high } = space as unknown as Box;
  if (shape.length !== 3 || Math.min(shape[0], shape[1]) < leastExtent) return undefined;
  if (![...low, ...high].every(Number.isFinite)) return undefined;
  const channels = Array.from({ length: shape[2] }, (_, channel) => channel);
  const least = channels.map((channel) => minimumOf(everyNth(low, channel, shape[2])));
  const most = channels.map((channel) => maximumOf(everyNth(high, channel, shape[2])));
  if (least.some((value, channel) => !(value < most[channel]))) return undefined;
  return { low: oneIfSame(least), high: oneIfSame(most) };
}

function everyNth(values: readonly number[], first: number, step: number): number[] {
  return values.filter((_, index) => index % step === first);
}

function oneIfSame(values: readonly number[]): number | readonly number[] {
  return values.every((value) => value === values[0]) ? values[0] : values;
}
