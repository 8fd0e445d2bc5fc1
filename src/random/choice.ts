import { boundedInteger } from "./bounded-integer.ts";
import { nextFloat64, type Pcg64 } from "./pcg64.ts";
import { cumulativeShares, indexOfShare } from "./probabilities.ts";
import { shuffleTail } from "./shuffle.ts";

/** `size` indices from 0 to count − 1, each drawn independently. */
export function chooseWithReplacement(
  pcg: Pcg64,
  count: number,
  size: number,
  probabilities?: ArrayLike<number>,
): number[] {
  if (probabilities === undefined) return Array.from({ length: size }, () => boundedInteger(pcg, count - 1));
  const shares = cumulativeShares(probabilities);
  return Array.from({ length: size }, () => indexOfShare(shares, nextFloat64(pcg)));
}

/**
 * `size` different indices from 0 to count − 1, in random order, each set of them equally likely: as NumPy, which
 * shuffles the tail of all indices if it needs many of a large number, and uses Floyd's algorithm otherwise
 * (J. Bentley and R. Floyd, “A sample of brilliance”, CACM 30, 1987).
 */
export function chooseWithoutReplacement(pcg: Pcg64, count: number, size: number): number[] {
  if (count > 10_000 && size > Math.floor(count / 50)) {
    const indices = Array.from({ length: count }, (_, index) => index);
    shuffleTail(pcg, indices, Math.max(count - size, 1));
    return indices.slice(count - size);
  }
  const chosen = new Set<number>();
  for (let last = count - size; last < count; last += 1) {
    const index = boundedInteger(pcg, last);
    chosen.add(chosen.has(index) ? last : index);
  }
  const indices = [...chosen];
  shuffleTail(pcg, indices, 1);
  return indices;
}

/**
 * `size` different indices, drawn one after another with the given probabilities among those that are left: as NumPy,
 * which draws as many as it needs at once, keeps the first of equal ones, and draws again for the rest.
 */
export function chooseWeightedWithoutReplacement(
  pcg: Pcg64,
  size: number,
  probabilities: ArrayLike<number>,
): number[] {
  const left = Float64Array.from(probabilities);
  const chosen = new Set<number>();
  while (chosen.size < size) {
    const draws = Array.from({ length: size - chosen.size }, () => nextFloat64(pcg));
    for (const index of chosen) left[index] = 0;
    const shares = cumulativeShares(left);
    for (const draw of draws) chosen.add(indexOfShare(shares, draw));
  }
  return [...chosen];
}
