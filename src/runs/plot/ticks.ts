/** Round numbers that cover a range, and how they are written. */
export interface Ticks {
  readonly values: readonly number[];
  readonly labels: readonly string[];
}

/**
 * At most so many round numbers, a step of 1, 2 or 5 times a power of ten apart, from the last one below the range to the
 * first above it. Two of them at least.
 *
 * @param name what is between `low` and `high`: begins the message
 * @throws RangeError if the range, or the round numbers around it, are too large for differences of numbers
 */
export function ticksFor(low: number, high: number, most: number, name = "axis"): Ticks {
  const [from, to] =
    low < high ? [low, high] : [low - Math.max(1, Math.abs(low)) / 2, high + Math.max(1, Math.abs(high)) / 2];
  const ticks = Number.isFinite(to - from) ? roundNumbers(from, to, most) : undefined;
  if (ticks && Number.isFinite(ticks.values[ticks.values.length - 1] - ticks.values[0])) return ticks;
  throw new RangeError(`${name}: its values are too large to be drawn. They go from ${low} to ${high}.`);
}

function roundNumbers(from: number, to: number, most: number): Ticks {
  let exponent = Math.max(leastExponent(from, to), Math.floor(Math.log10((to - from) / most)));
  for (;;) {
    for (const factor of [1, 2, 5]) {
      const first = Math.floor(from / (factor * 10 ** exponent) + tolerance);
      const last = Math.max(first + 1, Math.ceil(to / (factor * 10 ** exponent) - tolerance));
      if (last - first >= most) continue;
      const values = Array.from({ length: last - first + 1 }, (_, i) =>
        Number(`${(first + i) * factor}e${exponent}`),
      );
      return { values, labels: labelsOf(values, exponent) };
    }
    exponent++;
  }
}

/** Finer steps would be no normal numbers, or not tell apart the numbers at the ends of the range. */
function leastExponent(from: number, to: number): number {
  const largest = Math.max(Math.abs(from), Math.abs(to));
  return Math.max(-307, Math.floor(Math.log10(largest)) - 14);
}

const tolerance = 1e-9;

/** All with the same number of decimals; large ones in thousands or millions. */
function labelsOf(values: readonly number[], exponent: number): readonly string[] {
  const largest = Math.max(...values.map(Math.abs));
  const [unit, suffix] =
    largest >= 1e9 ? [9, "G"] : largest >= 1e6 ? [6, "M"] : largest >= 1e4 ? [3, "k"] : [0, ""];
  const decimals = Math.max(0, unit - exponent);
  const written = (value: number): string =>
    largest < 1e-4 || largest >= 1e13
      ? value.toExponential().replace("e+", "e")
      : `${(value / 10 ** unit).toFixed(decimals)}${suffix}`;
  return values.map((value) => (value === 0 ? "0" : written(value).replaceAll("-", "−")));
}
