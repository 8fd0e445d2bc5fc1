import { box, defineEnvironment, discrete, inModule } from "../../../src/environments/index.ts";

/** Calls `globalThis.duringStep` once, in a step, where there is one: a scenario's, but in no worker. */
export default inModule(import.meta.url, () => {
  let step = 0;
  return defineEnvironment({
    observationSpace: box({ low: 0, high: 1, shape: [1] }),
    actionSpace: discrete(2),
    reset: () => ({ observation: [0] }),
    step() {
      const scenario = globalThis as { duringStep?: (() => void) | undefined };
      const call = scenario.duringStep;
      scenario.duringStep = undefined;
      call?.();
      return { observation: [0], reward: 1, terminated: step++ % 10 === 9, truncated: false };
    },
  });
});
