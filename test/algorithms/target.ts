import { box, defineEnvironment } from "../../src/environments/index.ts";

/** One step: minus the square of how far the action is from 0.7. */
export const target = () =>
  defineEnvironment({
    observationSpace: box({ low: -1, high: 1 }),
    actionSpace: box({ low: -2, high: 2 }),
    reset: () => ({ observation: [0] }),
    step: (action) => ({
      observation: [0],
      reward: -((action[0] - 0.7) ** 2),
      terminated: true,
      truncated: false,
    }),
  });
