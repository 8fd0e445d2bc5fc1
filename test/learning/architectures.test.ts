import { describe, expect, test } from "vitest";
import { box, defineEnvironment, discrete } from "../../src/environments/index.ts";
import { tanh } from "../../src/graph/index.ts";
import {
  type Algorithm,
  a2c,
  naturalPolicyGradient,
  ppo,
  type Report,
  reinforce,
  sac,
  trpo,
} from "../../src/index.ts";
import { loadPolicy as loadActing } from "../../src/inference/index.ts";
import {
  type Architecture,
  type ArchitectureFunction,
  type ConvolutionalArchitecture,
  dense,
  inSequence,
  layerNormalization,
  withoutStatistics,
} from "../../src/networks/index.ts";
import { loadPolicy } from "../../src/policies/index.ts";
import { parametersHash } from "../../src/runs/index.ts";
import { decodeState } from "../../src/state/index.ts";
import { lastOf } from "../algorithms/last-of.ts";

const hiddenOf =
  (units: number): ArchitectureFunction =>
  ({ name, inputs, outputs, outputGain, generator, tower }) =>
    inSequence(
      tower(() =>
        inSequence(
          dense(`${name}.first`, { inputs, outputs: units, generator }),
          layerNormalization(`${name}.normalization`, { size: units }),
          withoutStatistics([], tanh),
        ),
      ),
      dense(`${name}.last`, { inputs: units, outputs, gain: outputGain, generator }),
    );
const normalized = hiddenOf(6);

/** Images that say by their brighter half which of two actions pays. */
const halves = () => {
  let left = true;
  const show = () => {
    left = !left;
    return Float32Array.from({ length: 64 }, (_, i) => (i % 8 < 4 === left ? 255 : 20));
  };
  return defineEnvironment({
    observationSpace: box({ low: 0, high: 255, shape: [8, 8, 1] }),
    actionSpace: discrete(2),
    reset: () => ({ observation: show() }),
    step: (action) => ({
      reward: (action === 0) === left ? 1 : 0,
      observation: new Float32Array(64),
      terminated: true,
      truncated: false,
    }),
  });
};

const short = { steps: 1024, environments: 4, rolloutSteps: 64, minibatchSize: 64, epochs: 2, seed: 3 };
const contentOf = ({ policy, valueFunction, steps, metrics }: Report) => ({
  ...{ steps, metrics, weights: parametersHash(policy) },
  value: valueFunction?.weights(),
});
const namesOf = (weighted: { weights(): object } | undefined) => Object.keys(weighted!.weights());

describe("a training whose networks a function builds", () => {
  const options = { ...short, architecture: normalized };

  test("goes on from a checkpoint to the bit, and refuses one of networks of another shape or kind", () => {
    let checkpoint: Uint8Array | undefined;
    const whole = Array.from(ppo("CartPole-v1", options), (report) => {
      if (report.update === 2) checkpoint = report.checkpoint();
      return contentOf(report);
    });
    const resume = { resume: checkpoint! };
    expect(Array.from(ppo("CartPole-v1", options, resume), contentOf)).toEqual(whole.slice(2));
    const others: [Architecture | "auto", RegExp][] = [
      [hiddenOf(5), /descent\.policy\.first\.weight: it must have 20 numbers; found 24/],
      [
        (context) => dense(`${context.name}.other`, { ...pick(context), gain: context.outputGain }),
        /descent.* it must have .*policy\.other\.weight/,
      ],
      ["auto", /option architecture is {"kind":"function"} there and "auto" here/],
    ];
    for (const [architecture, message] of others) {
      const start = () => [...ppo("CartPole-v1", { ...options, architecture }, resume)];
      expect(start).toThrow(message);
    }
  });

  test("saves policies that act from their files alone, and are built again with the function only", () => {
    const { policy } = lastOf(ppo("CartPole-v1", options));
    const bytes = policy.save();
    const loaded = loadPolicy(bytes, { architecture: normalized });
    const acting = loadActing(bytes);
    expect(loaded.weights()).toEqual(policy.weights());
    for (const observation of [
      [0.1, 0.2, -0.3, 0.4],
      [-1, 0, 0.1, 2],
    ]) {
      expect(loaded.act(observation)).toBe(policy.act(observation));
      expect(acting.act(observation)).toBe(policy.act(observation));
    }
    expect(() => loadPolicy(bytes)).toThrow(
      "loadPolicy: the network of this policy was built by a function, which a file cannot hold. Give it: " +
        "loadPolicy(bytes, { architecture }). Only to act, load the file with loadPolicy of logpi/inference",
    );
    expect(() => loadPolicy(bytes, { architecture: hiddenOf(5) })).toThrow(
      'weights "policy.first.weight" have shape [4, 6]; they must have [4, 5]',
    );
    expect(() => loadPolicy(bytes, { architecture: {} as never })).toThrow(
      "loadPolicy: architecture is an object; it must be the function",
    );
    const ofData = ppo("CartPole-v1", short)[Symbol.iterator]().next().value!.policy.save();
    expect(() => loadPolicy(ofData, { architecture: normalized })).toThrow(
      "loadPolicy: architecture is given, and the file says itself how its network is built. Leave it out",
    );
  });

  test("of SAC may have critics that another function builds", () => {
    const { metrics } = lastOf(
      sac("Pendulum-v1", {
        ...{ steps: 96, startSteps: 32, batchSize: 16, seed: 1 },
        ...{ architecture: normalized, valueArchitecture: hiddenOf(4) },
      }),
    );
    expect(metrics.valueLoss).toBeGreaterThan(0);
  });
});

function pick({ inputs, outputs, generator }: Parameters<ArchitectureFunction>[0]) {
  return { inputs, outputs, generator };
}

describe("a shared tower", () => {
  const ofTower = ["policy.first.weight", "policy.first.bias"];

  test("is in the policy's file, its parameters once in the checkpoint, and the head of the value function apart", () => {
    const options = {
      ...{ ...short, architecture: normalized, sharedTower: true },
      ...{ normalizeObservations: false, normalizeRewards: false },
    };
    const [first, ...whole] = Array.from(ppo("CartPole-v1", options), (report) => {
      return { report, content: contentOf(report), checkpoint: report.checkpoint() };
    });
    const { policy, valueFunction } = first.report;
    expect(namesOf(policy)).toEqual(expect.arrayContaining([...ofTower, "policy.last.weight"]));
    expect(namesOf(valueFunction)).toEqual(["value.last.weight", "value.last.bias"]);
    expect(loadPolicy(policy.save(), { architecture: normalized }).weights()).toEqual(policy.weights());
    const rest = Array.from(ppo("CartPole-v1", options, { resume: first.checkpoint }), contentOf);
    expect(rest).toEqual(whole.map(({ content }) => content));
    const { training } = decodeState(first.checkpoint) as never as {
      training: { learner: { descent: object } };
    };
    const kept = Object.keys(training.learner.descent);
    expect(kept).toEqual(expect.arrayContaining([...namesOf(policy), ...namesOf(valueFunction)]));
    // Weights and the two moments of each, and the count of steps.
    expect(kept.length).toBe(3 * (namesOf(policy).length + namesOf(valueFunction).length) + 1);
  });

  test.each<[string, Algorithm, object]>([
    ["REINFORCE", reinforce, { episodesPerUpdate: 4, steps: 1 }],
    [
      "natural policy gradients",
      naturalPolicyGradient,
      { environments: 2, rolloutSteps: 64, valueMinibatchSize: 64, steps: 1 },
    ],
    ["TRPO", trpo, { environments: 2, rolloutSteps: 64, valueMinibatchSize: 64, steps: 1 }],
  ])(
    "moves with the policy alone in %s, whose value function learns by its own last layer",
    (_, algorithm, options) => {
      const runWith = (learningRate: number) => {
        const report = lastOf(
          algorithm("CartPole-v1", {
            ...{ ...options, seed: 1, sharedTower: true, architecture: normalized },
            ...{ valueLearningRate: learningRate },
          } as object),
        );
        return { policy: report.policy.weights(), value: report.valueFunction!.weights() };
      };
      const slow = runWith(1e-4);
      const fast = runWith(1e-2);
      expect(fast.policy).toEqual(slow.policy);
      expect(Object.keys(fast.value)).toEqual(["value.last.weight", "value.last.bias"]);
      expect(fast.value).not.toEqual(slow.value);
    },
  );

  test("may end in heads of two kinds", () => {
    const architecture: ConvolutionalArchitecture = {
      ...{ kind: "convolutional", input: [8, 8, 1], range: { low: 0, high: 255 } },
      layers: [{ filters: 2, kernel: 3, stride: 8 }],
      head: { kind: "dense" },
    };
    const valueArchitecture: Architecture = { ...architecture, head: { kind: "pooled", hidden: [4] } };
    const { policy, valueFunction } = lastOf(
      a2c(halves, { steps: 40, architecture, valueArchitecture, sharedTower: true }),
    );
    expect(namesOf(policy)).toEqual([
      ...["policy.tower.0.weight", "policy.tower.0.bias", "policy.head.0.weight", "policy.head.0.bias"],
    ]);
    expect(namesOf(valueFunction)).toEqual([
      ...["value.head.0.weight", "value.head.0.bias", "value.head.1.weight", "value.head.1.bias"],
    ]);
  });

  test("is refused, with a sentence, where there is none or it makes no sense", () => {
    const start = (options: object) => () => [
      ...a2c("CartPole-v1", { steps: 40, sharedTower: true, ...options }),
    ];
    expect(start({ architecture: { kind: "linear" } })).toThrow(
      "option sharedTower is true, and the policy has no tower. Take an architecture with hidden layers",
    );
    expect(start({ valueArchitecture: { kind: "linear" } })).toThrow(
      /option sharedTower is true, and architecture is {"kind":"mlp".*, valueArchitecture {"kind":"linear"}; they may differ in their heads only/,
    );
    const without: ArchitectureFunction = ({ name, outputGain: gain, ...rest }) =>
      dense(`${name}.only`, { ...pick({ name, outputGain: gain, ...rest }), gain });
    expect(start({ architecture: normalized, valueArchitecture: without })).toThrow(
      "option sharedTower is true, and the value function has no tower",
    );
    expect(() => sac("Pendulum-v1", { sharedTower: true })).toThrow(
      "sac: option sharedTower is true; it must be false: the critics see actions beside observations",
    );
  });
});

describe("observations that are images", () => {
  test("get a convolutional network by default, which scales them and is learned, saved and acted by", () => {
    const report = lastOf(
      a2c(halves, { ...{ steps: 1600, environments: 8, rolloutSteps: 8, seed: 1 }, learningRate: 3e-3 }),
    );
    const { policy } = report;
    expect(policy.architecture).toMatchObject({
      ...{ kind: "convolutional", input: [8, 8, 1], range: { low: 0, high: 255 } },
    });
    expect(report.episodes.meanReturn).toBe(1);
    const bytes = policy.save();
    const [loaded, acting] = [loadPolicy(bytes), loadActing(bytes)];
    for (const left of [true, false]) {
      const image = Uint8Array.from({ length: 64 }, (_, i) => (i % 8 < 4 === left ? 255 : 20));
      for (const each of [policy, loaded, acting]) expect(each.act(image)).toBe(left ? 0 : 1);
    }
  });

  test("may not be normalized by the statistics of batches, which an algorithm does not follow", () => {
    const architecture: Architecture = {
      ...{ kind: "convolutional", input: [8, 8, 1], normalization: "batch", head: { kind: "pooled" } },
      layers: [{ filters: 2, kernel: 3 }],
    };
    expect(() => [...a2c(halves, { steps: 40, architecture })]).toThrow(
      "option architecture has batch normalization (policy.tower.0.normalization.runningMean), for loops that train on batches of " +
        'data; take the normalization "layer" or "none"',
    );
  });

  test("that are normalized are not scaled by their bounds too", () => {
    const { policy } = lastOf(a2c(halves, { steps: 40, normalizeObservations: true }));
    expect(policy.architecture).toMatchObject({ kind: "convolutional" });
    expect(policy.architecture).not.toHaveProperty("range");
  });
});
