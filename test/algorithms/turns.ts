import { box, defineEnvironment, discrete } from "../../src/environments/index.ts";

/** One step each, where 0 is illegal every other time and 2 the other times; action 1 is always legal and never pays. */
export const turns = () => {
  let turn = 0;
  return defineEnvironment({
    observationSpace: box({ low: 0, high: 1 }),
    actionSpace: discrete(3),
    legalActions: () => (turn % 2 ? [1, 1, 0] : [0, 1, 1]),
    reset: () => ({ observation: [turn % 2] }),
    step(action) {
      if ((turn % 2 ? 2 : 0) === action) throw new Error("an illegal action was taken");
      turn++;
      return {
        observation: [turn % 2],
        reward: action === 1 ? 0 : 1,
        terminated: true,
        truncated: false,
      };
    },
  });
};
