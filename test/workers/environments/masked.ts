import { box, defineEnvironment, discrete, inModule, timeLimit } from "../../../src/environments/index.ts";

/** Walks on a line, where not every step is legal; reaching an end pays. */
function walk() {
  let position = 0;
  return defineEnvironment({
    observationSpace: box({ low: -3, high: 3, shape: [1] }),
    actionSpace: discrete(3),
    legalActions: () => [position < 2, true, position > -2].map(Number),
    reset() {
      position = 0;
      return { observation: [position] };
    },
    step(action) {
      position += 1 - action;
      return { observation: [position], reward: position, terminated: position === 3, truncated: false };
    },
  });
}

export default inModule(import.meta.url, () => timeLimit(walk(), 20));
