import { maximumOf, minimumOf } from "../../math/extremes.ts";

const blocks = "▁▂▃▄▅▆▇█";

/**
 * A curve of at most `width` characters, from the lowest value to the highest. Where there are more values than
 * characters, each character stands for the mean of its share of them.
 */
export function sparkline(values: readonly number[], width: number): string {
  const means = shares(values, Math.max(0, Math.floor(width)));
  const low = minimumOf(means);
  const range = maximumOf(means) - low;
  return means
    .map((mean) => blocks[range > 0 ? Math.round(((mean - low) / range) * (blocks.length - 1)) : 0])
    .join("");
}

/** Cuts the values into at most `count` shares of nearly equal size, and returns the mean of each. */
function shares(values: readonly number[], count: number): number[] {
  const length = Math.min(count, values.length);
  return Array.from({ length }, (_, i) => {
    const share = values.slice(
      Math.floor((i * values.length) / length),
      Math.floor(((i + 1) * values.length) / length),
    );
    return share.reduce((sum, value) => sum + value, 0) / share.length;
  });
}
