import { expect, it } from "vitest";
import { a2c, actorCritic, naturalPolicyGradient, reinforce, trpo } from "../../src/algorithms/index.ts";
import { defineEnvironment, discrete } from "../../src/environments/index.ts";

/** One state, one action, one step, a reward of 1. */
const certain = () =>
  defineEnvironment({
    observationSpace: discrete(1),
    actionSpace: discrete(1),
    reset: () => ({ observation: 0 }),
    step: () => ({ observation: 0, reward: 1, terminated: true, truncated: false }),
  });

const common = { architecture: { kind: "tabular" } as const, steps: 8, workers: 1 };
const rollouts = { ...common, environments: 2, rolloutSteps: 4 };
const fitted = { ...rollouts, valueEpochs: 2, valueMinibatchSize: 8, valueLearningRate: 0.1 };

it.each([
  [
    "reinforce",
    () =>
      reinforce(certain, {
        ...{ ...common, baseline: "value", episodesPerUpdate: 8, valueUpdates: 2, valueLearningRate: 0.1 },
      }),
  ],
  ["natural-policy-gradient", () => naturalPolicyGradient(certain, fitted)],
  ["trpo", () => trpo(certain, fitted)],
  ["a2c", () => a2c(certain, fitted)],
  ["actor-critic", () => actorCritic(certain, { ...rollouts, valueUpdates: 2, valueLearningRate: 0.1 })],
])("the value loss of %s is the mean over all steps of the value function in an update", (_, train) => {
  const [{ metrics }] = train();
  // The value is 0, and after a step of Adam 0.1.
  const { valueLoss } = metrics as Readonly<Record<string, number>>;
  expect(valueLoss).toBeCloseTo((1 + 0.9 ** 2) / 2 / 2, 5);
});
