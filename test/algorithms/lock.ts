import { box, defineEnvironment, type Space } from "../../src/environments/index.ts";

/** One step: a reward of 1 for each wheel that stands where it should. */
export function lock(actionSpace: Space<ArrayLike<number>>, combination: readonly number[]) {
  return defineEnvironment({
    observationSpace: box({ low: 0, high: 1, shape: [1] }),
    actionSpace,
    reset: () => ({ observation: [1] }),
    step: (action: ArrayLike<number>) => ({
      observation: [1],
      reward: combination.filter((wanted, wheel) => action[wheel] === wanted).length,
      terminated: true,
      truncated: false,
    }),
  });
}
