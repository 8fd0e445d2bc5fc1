import { isMainThread } from "node:worker_threads";
import { box, defineEnvironment, discrete, inModule } from "../../../src/environments/index.ts";

/** Fails, in workers only, after 100 steps: by throwing, or by ending the thread. */
const failing = (fail: () => never) => () => {
  let step = 0;
  return defineEnvironment({
    observationSpace: box({ low: 0, high: 1, shape: [1] }),
    actionSpace: discrete(2),
    reset: () => ({ observation: [0] }),
    step() {
      if (!isMainThread && ++step > 100) fail();
      return { observation: [0], reward: 1, terminated: step % 10 === 9, truncated: false };
    },
  });
};

export const throwing = inModule(
  import.meta.url,
  failing(function simulatorOfTheUser(): never {
    throw new RangeError("the simulator left its range");
  }),
  "throwing",
);

export const exiting = inModule(
  import.meta.url,
  failing(() => process.exit(3)),
  "exiting",
);
