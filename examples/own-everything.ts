// An environment, a network and a loss of one's own, in one program.
import { box, type clippedSurrogate, defineEnvironment, discrete, ppo } from "logpi";
import { abs, divide, exp, mean, multiply, sin, square, subtract } from "logpi/graph";
import { type ArchitectureFunction, dense, inSequence, withoutStatistics } from "logpi/networks";

// The environment: a corridor of six places. The way out is on the right, and every step costs 1.
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

// The network, for the policy and for the value function: a layer of sines, and a linear one.
const architecture: ArchitectureFunction = ({ name, inputs, outputs, outputGain, generator, tower }) =>
  inSequence(
    tower(() =>
      inSequence(dense(`${name}.0`, { inputs, outputs: 16, generator }), withoutStatistics([], sin)),
    ),
    dense(`${name}.1`, { inputs: 16, outputs, gain: outputGain, generator }),
  );

// The loss, whose negative is maximized in the place of PPO's: E[r A − |A| (r − 1)² / 2ε] with r = π / π_old, which leads
// the ratio r back where it is further than ε from 1, instead of clipping it (Xie et al. 2024, arXiv 2401.16025).
const objective = ({
  logProb,
  oldLogProb,
  advantages,
  clipRange,
}: Parameters<typeof clippedSurrogate>[0]) => {
  const ratio = exp(subtract(logProb, oldLogProb));
  const distance = divide(square(subtract(ratio, 1)), multiply(clipRange, 2));
  return mean(subtract(multiply(ratio, advantages), multiply(abs(advantages), distance)));
};

const training = ppo(() => corridor(), { steps: 40_000, architecture }, { objective });
for (const { steps, episodes, policy } of training) {
  console.log(steps, episodes.meanReturn, policy.act([0]) === 1 ? "goes right" : "goes left");
}
