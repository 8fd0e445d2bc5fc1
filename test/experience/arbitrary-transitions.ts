import fc from "fast-check";

/** Everything that the estimators of returns and advantages read, in float64. */
export interface ArbitraryTransitions {
  readonly steps: number;
  readonly count: number;
  readonly rewards: Float64Array;
  readonly values: Float64Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  /** NaN where it must not be read. */
  readonly finalValues: Float64Array;
  readonly lastValues: Float64Array;
}

const number = fc.double({ min: -10, max: 10, noNaN: true });

/** A third of the steps end their episode, in one way or both. */
const end = fc.constantFrom("", "", "", "", "terminated", "truncated", "terminated truncated");

export const arbitraryTransitions: fc.Arbitrary<ArbitraryTransitions> = fc
  .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 3 }))
  .chain(([steps, count]) => {
    const size = steps * count;
    const numbers = (length: number) => fc.array(number, { minLength: length, maxLength: length });
    return fc
      .tuple(
        numbers(size),
        numbers(size),
        numbers(size),
        numbers(count),
        fc.array(end, { minLength: size, maxLength: size }),
      )
      .map(([rewards, values, finalValues, lastValues, ends]) => ({
        steps,
        count,
        rewards: Float64Array.from(rewards),
        values: Float64Array.from(values),
        terminated: Uint8Array.from(ends, (flags) => (flags.includes("terminated") ? 1 : 0)),
        truncated: Uint8Array.from(ends, (flags) => (flags.includes("truncated") ? 1 : 0)),
        finalValues: Float64Array.from(finalValues, (value, at) =>
          ends[at] === "truncated" ? value : Number.NaN,
        ),
        lastValues: Float64Array.from(lastValues),
      }));
  });

/** The entries of the steps from `step` to the end of the episode, or of the data. */
export function tail(transitions: ArbitraryTransitions, step: number, copy: number): number[] {
  const entries: number[] = [];
  for (let t = step; t < transitions.steps; t += 1) {
    const at = t * transitions.count + copy;
    entries.push(at);
    if (transitions.terminated[at] || transitions.truncated[at]) break;
  }
  return entries;
}

/** The n-step return, written as it is defined. */
export function tailReturn(
  transitions: ArbitraryTransitions,
  step: number,
  copy: number,
  discount: number,
  n: number,
): number {
  const { rewards, values, terminated, truncated, finalValues, lastValues, steps, count } = transitions;
  const summed = tail(transitions, step, copy).slice(0, n);
  const last = summed[summed.length - 1];
  const next = last + count;
  const bootstrap = terminated[last]
    ? 0
    : truncated[last]
      ? finalValues[last]
      : next >= steps * count
        ? lastValues[copy]
        : values[next];
  const rewardSum = summed.reduce((sum, at, k) => sum + discount ** k * rewards[at], 0);
  return rewardSum + discount ** summed.length * bootstrap;
}
