import { writeSync } from "node:fs";
import { isMainThread } from "node:worker_threads";
import { box, defineEnvironment, discrete, inModule } from "../../../src/environments/index.ts";

/** The last step of the thread's first rollout, after which the first of the updates that the tests make begins. */
const collected = 256;

/** What it does at step 300 of the thread, in the second of these updates, but for what it says of the first rollout. */
const behaviors: Readonly<Record<string, () => void>> = {
  "say that it has collected": () => writeSync(2, "collected\n"),
  loop: () => isMainThread && loop(),
  "loop in a worker": () => isMainThread || loop(),
  exit: () => process.exit(0),
  "throw in a timer": () => setTimeout(throwLate),
  "reject a promise": () => void Promise.reject(new Error("Nobody awaited this.")),
  "catch what is thrown, and exit": () => {
    process.once("uncaughtException", () => setImmediate(() => process.exit(3)));
    setTimeout(throwLate);
  },
  "leave a timer": () => setInterval(() => {}, 1000),
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

const behavior = process.env.BEHAVIOR ?? "";
const behavesAt = behavior === "say that it has collected" ? collected : 300;
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
      if (++steps === behavesAt) behaviors[behavior]?.();
      return { observation: [0.5], reward: action, terminated: ++step === 10, truncated: false };
    },
  });
});
