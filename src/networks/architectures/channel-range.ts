import { constant, type FloatExpression, multiply, subtract } from "../../graph/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { shown } from "../../text/printable.ts";
import { requireObject } from "../check-architecture.ts";

/** What the entries of images lie between: one number for all channels, or one for each. */
export interface ChannelRange {
  readonly low: number | readonly number[];
  readonly high: number | readonly number[];
}

/**
 * Scales images [batch, height, width, channels] so that what was the low end of a channel becomes 0 and the high end 1.
 *
 * @throws RangeError when an end is not finite in float32, or the low one is not below the high one
 */
export function scaleChannels(
  range: ChannelRange,
  channels: number,
): (images: FloatExpression) => FloatExpression {
  requireObject("range", range);
  knownOptions("architecture, range", range, ["low", "high"]);
  const low = perChannel("low", range.low, channels);
  const high = perChannel("high", range.high, channels);
  const factors = low.map((least, channel) => {
    const factor = 1 / (high[channel] - least);
    if (high[channel] > least && Number.isFinite(Math.fround(factor)) && Math.fround(factor) > 0)
      return factor;
    throw new RangeError(
      `architecture: range of channel ${channel} is from ${least} to ${high[channel]}; low must be below high, by a width ` +
        "that float32 can divide by",
    );
  });
  const scale = constant(factors, [channels]);
  if (low.every((least) => least === 0)) return (images) => multiply(images, scale);
  const shift = constant(low, [channels]);
  return (images) => multiply(subtract(images, shift), scale);
}

function perChannel(end: "low" | "high", value: unknown, channels: number): readonly number[] {
  const list: unknown = typeof value === "number" ? new Array(channels).fill(value) : value;
  if (Array.isArray(list) && list.length === channels && list.every(isFiniteFloat)) return list;
  throw new RangeError(
    `architecture: range's ${end} is ${shown(value)}; it must be a finite number, or ${channels} of them, one for each channel`,
  );
}

function isFiniteFloat(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(Math.fround(value));
}
