import { writeSync } from "node:fs";
import { isMainThread } from "node:worker_threads";
import { box, defineEnvironment, discrete, inModule } from "../../../src/environments/index.ts";

/** What it does at step 300 of the thread, in the second of the updates that the tests make. */
const behaviors: Readonly<Record<string, () => void>> = {
  loop: () => isMainThread && loop(),
  "loop in a worker": () => isMainThread || loop(),
  exit: () => process.exit(0),
  "throw in a timer": () => setTimeout(throwLate),
  "reject a promise": () => void Promise.reject(new Error("Nobody awaited this.")),
  abort: () => process.kill(process.pid, "SIGABRT"),
  "change the working directory": () => process.chdir("/"),
};

/** Says that it begins, so that a test knows when. */
function loop(): void {
  writeSync(2, "looping\n");
  for (;;);
}

function throwLate(): void {
  throw new Error("Thrown by a timer.");
}

let steps = 0;

export default inModule(import.meta.url, () => {
  let step = 0;
  return defineEnvironment({
    observationSpace: box({ low: 0, high: 1, shape: [1] }),
    actionSpace: discrete(2),
    reset() {
      step = 0;
      return { observation: [0] };
    },
    step(action) {
      if (++steps === 300) behaviors[process.env.BEHAVIOR ?? ""]?.();
      return { observation: [0.5], reward: action, terminated: ++step === 10, truncated: false };
    },
  });
});
