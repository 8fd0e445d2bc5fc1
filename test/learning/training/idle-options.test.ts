import { describe, expect, it } from "vitest";
import {
  type Algorithm,
  a2c,
  algorithms,
  grpo,
  naturalPolicyGradient,
  ppo,
  reinforce,
  sac,
  selfPlay,
  td3,
} from "../../../src/algorithms/index.ts";
import { box, defineEnvironment, discrete, type Environment } from "../../../src/environments/index.ts";
import { resolveSettings } from "../../../src/runs/settings.ts";

/** Episodes of one step, whose observations are images of 8 × 8. */
const images = () =>
  defineEnvironment({
    observationSpace: box({ low: 0, high: 1, shape: [8, 8, 1] }),
    actionSpace: discrete(2),
    reset: () => ({ observation: new Array(64).fill(0.5) }),
    step: () => ({ observation: new Array(64).fill(0.5), reward: 1, terminated: true, truncated: false }),
  }) as Environment;

/** The same with a state of two. */
const states = () =>
  defineEnvironment({
    ...{ observationSpace: discrete(2), actionSpace: discrete(2) },
    reset: () => ({ observation: 0 }),
    step: () => ({ observation: 1, reward: 1, terminated: true, truncated: false }),
  }) as Environment;

/** What a training of these options warns of at its beginning, of options without effect. */
function idle(
  algorithm: Algorithm,
  options: Readonly<Record<string, unknown>>,
  environment: Parameters<Algorithm>[0] = "CartPole-v1",
) {
  const small = { workers: 1, ...("replaySize" in algorithm.options && { replaySize: 10_000 }) };
  for (const { warnings } of algorithm(environment, { ...options, ...small }, { reportsBeginning: true })) {
    return warnings.filter((warning) => warning.includes("which has no effect"));
  }
  return expect.unreachable();
}

describe("a training warns of an option without effect:", () => {
  const small = { steps: 1, environments: 1, rolloutSteps: 64, minibatchSize: 64 };

  it("widths and activation of hidden layers where observations are images, with the architecture that has them", () => {
    const [ofHidden, ofActivation, ...others] = idle(
      ppo,
      { ...small, hidden: [32, 16], activation: "sigmoid" },
      images,
    );
    expect(others).toEqual([]);
    expect(ofHidden).toMatch(
      /^option hidden is \[32, 16\], which has no effect: observations are images, whose network is convolutional; set architecture to \{/,
    );
    expect(ofActivation).toMatch(
      /^option activation is "sigmoid", which has no effect: observations are images/,
    );
    const [hidden, activation] = [ofHidden, ofActivation].map((text) => JSON.parse(/\{.*\}/.exec(text)![0]));
    for (const architecture of [hidden, activation]) {
      expect(idle(ppo, { ...small, architecture }, images)).toEqual([]);
    }
    const { policy } = ppo.learner(images, { ...small, architecture: hidden });
    const shapes = policy.parameters.map(({ shape }) => shape.join());
    expect(shapes.slice(-6)).toEqual(["128,32", "32", "32,16", "16", "16,2", "2"]);
    expect(policy.architecture).not.toHaveProperty("activation");
    expect(activation.activation).toBe("sigmoid");
  });

  it("not of an activation that the network for images has anyway, nor of the defaults", () => {
    expect(idle(ppo, { ...small, activation: "relu" }, images)).toEqual([]);
    expect(idle(ppo, small, images)).toEqual([]);
  });

  it("the same where another option gives the architecture", () => {
    const architecture = { kind: "gru", units: 4 };
    expect(idle(ppo, { ...small, architecture, hidden: [32] })).toEqual([
      'option hidden is [32], which has no effect: option architecture says the layers; say it there, or set architecture to "auto".',
    ]);
    expect(idle(ppo, { ...small, architecture: { kind: "mlp", hidden: [32] }, hidden: [32] })).toEqual([]);
  });

  it.each<[string, unknown, Readonly<Record<string, unknown>>]>([
    ["learningRate is 0.2, which has no effect: maxKl is 0.01", naturalPolicyGradient, { learningRate: 0.2 }],
    ["desiredKl is 0.1, which has no effect: neither learningRateSchedule nor", ppo, { desiredKl: 0.1 }],
    [
      "clipValueLoss is true, which has no effect: clipRange is none",
      ppo,
      { clipRange: "none", clipValueLoss: true },
    ],
    ["sequenceLength is 8, which has no effect: the policy is not recurrent", ppo, { sequenceLength: 8 }],
    [
      'rmspropDecay is 0.9, which has no effect: optimizer is "adam"',
      a2c,
      { optimizer: "adam", rmspropDecay: 0.9 },
    ],
    ["valueMinibatchSize is 8, which has no effect: valueEpochs is 0", a2c, { valueMinibatchSize: 8 }],
    [
      "valueWeight is 2, which has no effect: valueEpochs is 1",
      a2c,
      { valueWeight: 2, valueEpochs: 1, valueMinibatchSize: 40 },
    ],
    [
      'valueUpdates is 3, which has no effect: baseline is "mean"',
      reinforce,
      { baseline: "mean", valueUpdates: 3 },
    ],
    [
      "sharedTower is true, which has no effect: nothing is",
      reinforce,
      { baseline: "none", sharedTower: true },
    ],
    [
      "targetEntropy is -3, which has no effect: temperature is 0.1",
      sac,
      { temperature: 0.1, targetEntropy: -3 },
    ],
  ])("%s", (text, algorithm, options) => {
    expect(idle(algorithm as Algorithm, { steps: 1, ...options })).toEqual([
      expect.stringContaining(`option ${text}`),
    ]);
  });

  it("target noise of TD3, clipping in the first step of GRPO, and openings and schedules of self-play", () => {
    expect(idle(td3 as never, { targetNoise: 0, targetNoiseClip: 1 }, "Pendulum-v1")).toHaveLength(1);
    expect(idle(grpo as never, { clipRange: 0.1, valueArchitecture: { kind: "linear" } }, states)).toEqual([
      expect.stringContaining("clipRange is 0.1, which has no effect: epochs is 1"),
      expect.stringContaining(
        "valueArchitecture is an object, which has no effect: nothing is learned here but a policy",
      ),
    ]);
    expect(
      idle(
        selfPlay as never,
        { openingMoves: 3, entropyWeight: 0, entropyWeightSchedule: "linear" },
        "TicTacToe-v0",
      ),
    ).toHaveLength(2);
  });

  it("normalization of observations that are no numbers, unless it is the default", () => {
    expect(idle(a2c, { normalizeObservations: true }, states)).toEqual([
      "option normalizeObservations is true, which has no effect: observations have no numbers to normalize.",
    ]);
  });
});

it("no settings that come with an algorithm have an option without effect", () => {
  for (const algorithm of algorithms) {
    for (const [environment, options] of Object.entries(algorithm.tuned)) {
      expect(idle(algorithm, options, environment), `${algorithm.name} ${environment}`).toEqual([]);
    }
    for (const [name, options] of Object.entries(algorithm.presets)) {
      expect(idle(algorithm, options), `${algorithm.name} ${name}`).toEqual([]);
    }
  }
});

it("an architecture that is given takes the place of a preset's hidden layers", () => {
  const of = (options: Readonly<Record<string, unknown>>) =>
    resolveSettings({ environment: "CartPole-v1", options }).options.hidden;
  expect(of({})).toEqual([32, 32]);
  expect(of({ architecture: "auto" })).toEqual([32, 32]);
  expect(of({ architecture: { kind: "gru", units: 4 } })).toEqual([64, 64]);
});
