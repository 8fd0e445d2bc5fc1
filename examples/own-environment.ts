import { box, defineEnvironment, discrete, ppo } from "logpi";

// A corridor of six places: the way out is on the right, and every step costs 1.
const corridor = (position = 0) =>
  defineEnvironment({
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

for (const { steps, episodes, policy } of ppo(() => corridor(), { steps: 20_000 })) {
  console.log(steps, episodes.meanReturn, policy.act([0]) === 1 ? "goes right" : "goes left");
}
