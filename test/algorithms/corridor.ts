import { box, defineEnvironment, discrete } from "../../src/environments/index.ts";

/** A corridor of five steps: right is the way out, every step costs 1. */
export function corridor() {
  let position = 0;
  return defineEnvironment({
    observationSpace: box({ low: 0, high: 5, shape: [1] }),
    actionSpace: discrete(2),
    reset() {
      position = 0;
      return { observation: [position] };
    },
    step(action) {
      position = Math.max(0, position + (action === 1 ? 1 : -1));
      return { observation: [position], reward: -1, terminated: position === 5, truncated: false };
    },
  });
}
