import { createGenerator } from "../../src/random/index.ts";

/** Samples that an interval is taken from. */
const resamples = 2000;

/**
 * The mean of the middle half: a quarter of the values, rounded down, is left out at either end (Agarwal et al. 2021,
 * https://arxiv.org/abs/2108.13264).
 */
export function interquartileMean(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const left = Math.floor(sorted.length / 4);
  const middle = sorted.slice(left, sorted.length - left);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

/**
 * The 95 % interval of the interquartile mean by the percentile bootstrap: of as many values, drawn with replacement. The same
 * values give the same interval. Of five values it covers less than it says.
 */
export function interquartileInterval(values: readonly number[]): readonly [low: number, high: number] {
  const generator = createGenerator(0);
  const means = Array.from({ length: resamples }, () =>
    interquartileMean(values.map(() => values[generator.integers(0, values.length)])),
  ).sort((a, b) => a - b);
  return [means[Math.floor(0.025 * resamples)], means[Math.ceil(0.975 * resamples) - 1]];
}
