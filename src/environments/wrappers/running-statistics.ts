import { type Saved, StateError, type Stateful, savedArray, savedRecord, within } from "../../state/index.ts";
import { valueInText } from "../../text/value-in-text.ts";

/** What is known of numbers that were seen: how many rows of them, and mean and variance of each column. */
export interface Statistics {
  /** Rows; not a whole number, as Gymnasium begins with 0.0001 of a row. */
  readonly count: number;
  readonly mean: ArrayLike<number>;
  /** With the count as divisor. */
  readonly variance: ArrayLike<number>;
}

/** Statistics that go on, row by row. */
export interface RunningStatistics extends Stateful {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  add(row: ArrayLike<number>): void;
  /** Forgets all rows since the beginning. */
  restart(): void;
}

/** Where Gymnasium's RunningMeanStd begins: a mean of 0 and a variance of 1, which count next to nothing. */
const unknown = { count: 1e-4, mean: 0, variance: 1 };

/**
 * Mean and variance of rows, updated by each of them as in Gymnasium's RunningMeanStd.
 *
 * @param given what to begin with; default: as Gymnasium
 */
export function createRunningStatistics(columns: number, given?: Statistics): RunningStatistics {
  let count = 0;
  const mean = new Float64Array(columns);
  const variance = new Float64Array(columns);
  const restart = (): void => {
    count = given?.count ?? unknown.count;
    if (given) {
      mean.set(given.mean);
      variance.set(given.variance);
    } else {
      mean.fill(unknown.mean);
      variance.fill(unknown.variance);
    }
  };
  restart();
  return {
    mean,
    variance,
    restart,
    add(row) {
      const total = count + 1;
      for (let i = 0; i < columns; i += 1) {
        const apart = row[i] - mean[i];
        mean[i] += apart / total;
        variance[i] = (variance[i] * count + (apart * apart * count) / total) / total;
      }
      count = total;
    },
    save: () => ({ count: Float64Array.of(count), mean: mean.slice(), variance: variance.slice() }),
    restore(saved) {
      const statistics = statisticsOf(saved, columns);
      ({ count } = statistics);
      mean.set(statistics.mean);
      variance.set(statistics.variance);
    },
  };
}

/**
 * What `save` of running statistics gave.
 *
 * @param columns how many there must be; default: any number
 * @throws StateError for something else
 */
export function statisticsOf(saved: Saved, columns?: number): Statistics {
  const state = savedRecord(saved, ["count", "mean", "variance"]);
  const length = columns ?? (state.mean instanceof Float64Array ? state.mean.length : 0);
  const [count] = within("count", () => savedArray(state.count, new Float64Array(1)));
  const mean = within("mean", () => savedArray(state.mean, new Float64Array(length)));
  const variance = within("variance", () => savedArray(state.variance, new Float64Array(length)));
  const problem = explainStatistics({ count, mean, variance }, length);
  if (problem !== undefined) throw new StateError(problem);
  return { count, mean, variance };
}

/** Why these are no statistics of so many columns, or of any number of them; `undefined` when they are. */
export function explainStatistics(statistics: Statistics, columns?: number): string | undefined {
  if (typeof statistics !== "object" || statistics === null) {
    return `they are ${valueInText(statistics)}; they must be an object { count, mean, variance }`;
  }
  const { count, mean, variance } = statistics;
  if (!(typeof count === "number" && count > 0 && count < Infinity)) {
    return `count is ${valueInText(count)}; it must be above 0 and finite`;
  }
  const length = columns ?? mean?.length;
  for (const [name, numbers, least] of [
    ["mean", mean, -Infinity],
    ["variance", variance, 0],
  ] as const) {
    if (typeof numbers !== "object" || numbers === null || !("length" in numbers)) {
      return `${name} is ${valueInText(numbers)}; it must be a list of numbers`;
    }
    if (numbers.length !== length) return `${name} has ${numbers.length} numbers; it must have ${length}`;
    for (let i = 0; i < length; i += 1) {
      if (Number.isFinite(numbers[i]) && numbers[i] >= least) continue;
      return `${name} is ${valueInText(numbers[i])} at element ${i}; it must be finite${least === 0 ? " and not below 0" : ""}`;
    }
  }
  return undefined;
}

/** What tells statistics from others, in short: they may be of images. */
export function summaryOf({ count, mean, variance }: Statistics) {
  const sum = (numbers: ArrayLike<number>) => Array.from(numbers).reduce((total, each) => total + each, 0);
  return { count, mean: sum(mean), variance: sum(variance) };
}
