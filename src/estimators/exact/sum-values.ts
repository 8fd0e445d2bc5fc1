import type { PreparedProblem } from "../prepare-problem.ts";
import type { Bounds } from "../samples/bounds.ts";
import { outsideRange } from "../samples/check-numbers.ts";
import type { Samples } from "../samples/samples.ts";
import { createIntegrand, isThere } from "./integrand.ts";
import { holeError, type PointSums, sumPoints } from "./point-sums.ts";

/** Sums over the values of a discrete density, and the b that they have (see `PointSums`). */
export interface ValueSums extends Pick<PointSums, "sums" | "absolutes"> {
  readonly baseline: number;
}

/** So many values are summed at once. */
const block = 1000;

/** Over all values within bounds. */
export function sumAll(problem: PreparedProblem, { low, high }: Bounds): ValueSums {
  const extents = high.map((each, i) => each - low[i] + 1);
  const count = extents.reduce((product, extent) => product * extent, 1);
  const total = createTotal(problem, Math.min(block, count));
  for (let start = 0; start < count; start += block) {
    const size = Math.min(block, count - start);
    for (let row = 0; row < size; row++) {
      let rest = start + row;
      for (let i = low.length - 1; i >= 0; i--) {
        total.samples[row * low.length + i] = low[i] + (rest % extents[i]);
        rest = Math.floor(rest / extents[i]);
      }
    }
    total.add(size);
  }
  return total;
}

/**
 * Over the values of a density of one number that has very many: all between two of them, and beyond them block after block
 * until a block adds nothing more. Undefined where those are more than `most`.
 */
export function sumOutwards(
  problem: PreparedProblem,
  { low, high }: { readonly low: number; readonly high: number },
  [first, last]: readonly [number, number],
  most: number,
): ValueSums | undefined {
  const total = createTotal(problem, block);
  let left = most;
  /** @returns whether there may be more to add beyond */
  const add = (from: number, to: number): boolean => {
    if (from > to) return false;
    for (let i = 0; from + i <= to; i++) total.samples[i] = from + i;
    left -= to - from + 1;
    const { absolutes } = total.add(to - from + 1);
    return absolutes.some((each, at) => each > 1e-17 * total.absolutes[at]);
  };
  for (let start = first; start <= last && left > 0; start += block)
    add(start, Math.min(start + block - 1, last));
  let [below, above] = [first, last];
  for (let [isFalling, isRising] = [true, true]; isFalling || isRising; ) {
    if (left <= 0) return undefined;
    if (isFalling) {
      isFalling = add(Math.max(low, below - block), below - 1);
      below -= block;
    }
    if (isRising) {
      isRising = add(above + 1, Math.min(high, above + block));
      above += block;
    }
  }
  return total;
}

function createTotal(problem: PreparedProblem, rows: number) {
  const integrand = createIntegrand(problem, rows);
  const { model, samples, volumes, masses, values } = integrand;
  volumes.fill(1);
  const ones = volumes.slice();
  const sums = new Float64Array(2 + 2 * model.parameters.length);
  const absolutes = sums.slice();
  let baseline: number | undefined;
  return {
    samples: samples as Samples,
    sums,
    absolutes,
    get baseline() {
      return baseline ?? 0;
    },
    /** The sums over the first `count` samples. */
    add(count: number): PointSums {
      integrand.evaluate(count);
      if (masses.subarray(0, count).some(Number.isNaN)) throw outsideRange(model);
      const first = masses.subarray(0, count).findIndex(isThere);
      if (first >= 0) baseline ??= values[first];
      const found = sumPoints(integrand, 0, count, baseline ?? 0, { weights: ones, checks: [] });
      if (found.hole) throw holeError(found.hole);
      found.sums.forEach((each, at) => (sums[at] += each));
      found.absolutes.forEach((each, at) => (absolutes[at] += each));
      return found;
    },
  };
}
