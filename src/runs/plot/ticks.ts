/** Round numbers that cover a range, and how they are written. */
export interface Ticks {
  readonly values: readonly number[];
  readonly labels: readonly string[];
}

/**
 * At most so many round numbers, a step of 1, 2 or 5 times a power of ten apart, from the last one below the range to the
 * first above it.
 */
export function ticksFor(low: number, high: number, most: number): Ticks {
  const [from, to] =
    low < high ? [low, high] : [low - Math.max(1, Math.abs(low)) / 2, high + Math.max(1, Math.abs(high)) / 2];
  let exponent = Math.floor(Math.log10((to - from) / most));
  for (;;) {
    for (const factor of [1, 2, 5]) {
      const first = Math.floor(from / (factor * 10 ** exponent) + tolerance);
      const last = Math.ceil(to / (factor * 10 ** exponent) - tolerance);
      if (last - first >= most) continue;
      const values = Array.from({ length: last - first + 1 }, (_, i) =>
        Number(`${(first + i) * factor}e${exponent}`),
      );
      return { values, labels: labelsOf(values, exponent) };
    }
    exponent++;
  }
}

const tolerance = 1e-9;

/** All with the same number of decimals; large ones in thousands or millions. */
function labelsOf(values: readonly number[], exponent: number): readonly string[] {
  const largest = Math.max(...values.map(Math.abs));
  const [unit, suffix] =
    largest >= 1e9 ? [9, "G"] : largest >= 1e6 ? [6, "M"] : largest >= 1e4 ? [3, "k"] : [0, ""];
  if (largest > 0 && (largest < 1e-4 || largest >= 1e13)) return values.map((value) => value.toExponential());
  const decimals = Math.max(0, unit - exponent);
  return values.map((value) =>
    value === 0 ? "0" : `${(value / 10 ** unit).toFixed(decimals).replace("-", "−")}${suffix}`,
  );
}
