import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  type Algorithm,
  a2c,
  actorCritic,
  averageRewardActorCritic,
  behaviorCloning,
  evolutionStrategies,
  grpo,
  impala,
  naturalPolicyGradient,
  ppo,
  type Report,
  reinforce,
  reppo,
  rloo,
  sac,
  selfPlay,
  td3,
  trpo,
} from "../../../src/index.ts";
import { parametersHash } from "../../../src/runs/index.ts";
import demonstrations, { augment } from "../../workers/environments/demonstrations.ts";

interface Case {
  readonly algorithm: Algorithm;
  readonly environment: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly parts?: object;
}

const cases: Record<string, Case> = {
  "PPO, discrete actions": {
    algorithm: ppo,
    environment: "CartPole-v1",
    options: { environments: 4, rolloutSteps: 64, minibatchSize: 64, epochs: 3, steps: 1536, seed: 3 },
  },
  "PPO, continuous actions": {
    algorithm: ppo,
    environment: "Pendulum-v1",
    options: {
      ...{ environments: 4, rolloutSteps: 64, minibatchSize: 64, epochs: 3, steps: 1536, seed: 3 },
      ...{ learningRateSchedule: "linear", clipRangeSchedule: "linear", targetKl: 0.01 },
    },
  },
  "PPO whose learning rate and penalty adapt": {
    algorithm: ppo,
    environment: "Pendulum-v1",
    options: {
      ...{ environments: 4, rolloutSteps: 64, minibatchSize: 64, epochs: 2, steps: 1536, seed: 3 },
      ...{ learningRateSchedule: "adaptive", klWeight: 1, adaptiveKlWeight: true, clipRange: "none" },
    },
  },
  "PPO that normalizes observations and rewards": {
    algorithm: ppo,
    environment: "Pendulum-v1",
    options: {
      ...{ environments: 4, rolloutSteps: 64, minibatchSize: 64, epochs: 2, steps: 1536, seed: 3 },
      ...{ normalizeObservations: true, normalizeRewards: true },
    },
  },
  "REINFORCE that normalizes observations and rewards": {
    algorithm: reinforce,
    environment: "CartPole-v1",
    options: {
      steps: 700,
      episodesPerUpdate: 4,
      normalizeObservations: true,
      normalizeRewards: true,
      seed: 3,
    },
  },
  "PPO, minibatches in shards": {
    algorithm: ppo,
    environment: "CartPole-v1",
    options: { environments: 16, rolloutSteps: 128, minibatchSize: 2048, epochs: 2, steps: 8192, seed: 3 },
  },
  "PPO with a recurrent policy": {
    algorithm: ppo,
    environment: "CartPole-v1",
    options: {
      ...{ environments: 4, rolloutSteps: 32, minibatchSize: 64, sequenceLength: 8, epochs: 2, steps: 640 },
      ...{ architecture: { kind: "gru", units: 6 }, normalizeObservations: true, seed: 3 },
    },
  },
  "A2C with a recurrent policy": {
    algorithm: a2c,
    environment: "Recall-v0",
    options: {
      steps: 640,
      rolloutSteps: 16,
      architecture: { kind: "lstm", units: 6, encoder: [8] },
      seed: 3,
    },
  },
  A2C: {
    algorithm: a2c,
    environment: "CartPole-v1",
    options: {
      steps: 400,
      seed: 3,
      discountStates: true,
      normalizeAdvantages: true,
      learningRateSchedule: "linear",
    },
  },
  "A2C in a game of two players": {
    algorithm: a2c,
    environment: "TicTacToe-v0",
    options: { steps: 400, seed: 3, discountStates: true, normalizeAdvantages: true, rolloutSteps: 7 },
  },
  "REINFORCE in a game of two players": {
    algorithm: reinforce,
    environment: "TicTacToe-v0",
    options: { steps: 200, episodesPerUpdate: 4, normalizeRewards: true, seed: 3 },
  },
  "Self-play, gated, held near the latest opponent and with random openings": {
    algorithm: selfPlay,
    environment: "TicTacToe-v0",
    options: {
      ...{ steps: 300, gamesPerUpdate: 9, snapshotEvery: 2, poolSize: 2, baseline: "value", seed: 3 },
      ...{ gate: 0.1, klWeight: 0.1, learningRateSchedule: "linear", hidden: [8], randomOpenings: 0.5 },
    },
  },
  "Behavior cloning, in passes that end within a minibatch": {
    algorithm: behaviorCloning as unknown as Algorithm,
    environment: "TicTacToe-v0",
    options: {
      steps: 800,
      minibatchSize: 35,
      minibatchesPerUpdate: 3,
      learningRateSchedule: "linear",
      seed: 3,
    },
    parts: { demonstrations, augment },
  },
  "A2C with Adam": {
    algorithm: a2c,
    environment: "Pendulum-v1",
    options: { steps: 400, optimizer: "adam", seed: 3 },
  },
  "Actor-critic with a network as critic": {
    algorithm: actorCritic,
    environment: "CartPole-v1",
    options: {
      steps: 400,
      environments: 4,
      rolloutSteps: 16,
      seed: 3,
      discountStates: true,
      sharedTower: true,
    },
  },
  "Actor-critic with compatible features": {
    algorithm: actorCritic,
    environment: "Pendulum-v1",
    options: { steps: 400, environments: 4, rolloutSteps: 16, hidden: [8], seed: 3, normalizeRewards: true },
  },
  "Average-reward actor-critic with a recurrent policy": {
    algorithm: averageRewardActorCritic,
    environment: "Pendulum-v1",
    options: {
      ...{ steps: 400, environments: 4, rolloutSteps: 16, learningRateSchedule: "linear", seed: 3 },
      ...{ architecture: { kind: "gru", units: 6 }, normalizeObservations: true },
    },
  },
  "A2C with passes of the value function": {
    algorithm: a2c,
    environment: "CartPole-v1",
    options: {
      ...{ steps: 1536, environments: 4, rolloutSteps: 64, valueEpochs: 2, valueMinibatchSize: 32, seed: 3 },
      learningRateSchedule: "linear",
    },
  },
  "IMPALA, three updates behind": {
    algorithm: impala,
    environment: "Pendulum-v1",
    options: {
      ...{ steps: 640, environments: 4, rolloutSteps: 16, policyLag: 3, sharedTower: true, seed: 3 },
      ...{ normalizeObservations: true, normalizeRewards: true },
    },
  },
  "Natural policy gradient": {
    algorithm: naturalPolicyGradient,
    environment: "CartPole-v1",
    options: {
      environments: 4,
      rolloutSteps: 64,
      valueMinibatchSize: 64,
      valueEpochs: 2,
      steps: 1536,
      seed: 3,
    },
  },
  TRPO: {
    algorithm: trpo,
    environment: "Pendulum-v1",
    options: {
      environments: 4,
      rolloutSteps: 64,
      valueMinibatchSize: 64,
      valueEpochs: 2,
      steps: 1536,
      seed: 3,
    },
  },
  "REINFORCE with a value function": {
    algorithm: reinforce,
    environment: "CartPole-v1",
    options: { steps: 1500, episodesPerUpdate: 8, seed: 3, learningRateSchedule: "linear" },
  },
  "REINFORCE with a recurrent policy": {
    algorithm: reinforce,
    environment: "Recall-v0",
    options: {
      ...{
        steps: 640,
        episodesPerUpdate: 8,
        valueUpdates: 2,
        architecture: { kind: "gru", units: 6 },
        seed: 3,
      },
    },
  },
  RLOO: {
    algorithm: rloo,
    environment: "CartPole-v1",
    options: { steps: 600, groupsPerUpdate: 2, groupSize: 3, learningRateSchedule: "linear", seed: 3 },
  },
  REPPO: {
    algorithm: reppo,
    environment: "Pendulum-v1",
    options: {
      ...{ steps: 256, environments: 4, rolloutSteps: 16, minibatchSize: 32, epochs: 2, bins: 11 },
      ...{ hidden: [8], learningRateSchedule: "linear", seed: 3 },
    },
  },
  "evolution strategies, with normalized observations": {
    algorithm: evolutionStrategies,
    environment: "CartPole-v1",
    options: {
      ...{ steps: 900, population: 8, hidden: [8], normalizeObservations: true, sameBeginnings: false },
      ...{ learningRateSchedule: "linear", seed: 3 },
    },
  },
  "GRPO with a recurrent policy, held near the one that it began with": {
    algorithm: grpo,
    environment: "Recall-v0",
    options: {
      ...{ steps: 300, groupsPerUpdate: 2, groupSize: 3, epochs: 2, klWeight: 0.1, seed: 3 },
      ...{ architecture: { kind: "gru", units: 6 }, sequenceLength: 10 },
    },
  },
  "REINFORCE with the mean of the others": {
    algorithm: reinforce,
    environment: "CartPole-v1",
    options: { steps: 1500, episodesPerUpdate: 8, baseline: "mean", seed: 3 },
  },
  "TD3, its policy behind its critics": {
    algorithm: td3,
    environment: "Pendulum-v1",
    options: {
      ...{ steps: 200, rolloutSteps: 10, startSteps: 40, replaySize: 150, batchSize: 32, policyDelay: 3 },
      ...{ hidden: [16], seed: 3, explorationNoise: 0.3 },
    },
  },
  "SAC, its replay overwritten, with correlated noise": {
    algorithm: sac,
    environment: "Pendulum-v1",
    options: {
      ...{ steps: 320, environments: 2, rolloutSteps: 16, startSteps: 64, replaySize: 150, batchSize: 32 },
      ...{ hidden: [16], seed: 3, learningRateSchedule: "linear", noiseCorrelation: 0.9 },
    },
  },
  "SAC with a fixed temperature, batches in shards": {
    algorithm: sac,
    environment: "Pendulum-v1",
    options: {
      ...{ steps: 48, rolloutSteps: 8, startSteps: 16, batchSize: 512, gradientStepsPerStep: 0.5 },
      ...{ hidden: [96, 96], temperature: 0.2, seed: 3 },
    },
  },
};

/** What a report says, and hashes of the weights and the checkpoint. */
function contentOf({ policy, valueFunction: _, checkpoint, ...said }: Report) {
  return {
    ...said,
    weights: parametersHash(policy),
    checkpoint: createHash("sha256").update(checkpoint()).digest("hex"),
  };
}

describe.each(Object.entries(cases))("%s", (_, { algorithm, environment, options, parts }) => {
  const checkpoints: Uint8Array[] = [];
  const [beginning, ...whole] = Array.from(
    algorithm(environment, options, { ...parts, reportsBeginning: true }),
    (report) => {
      checkpoints.push(report.checkpoint());
      return contentOf(report);
    },
  );

  test("goes on from each checkpoint as without a stop: the same metrics, weights and checkpoints", () => {
    expect(whole.length).toBeGreaterThan(3);
    expect(beginning).toMatchObject({
      update: 0,
      steps: 0,
      metrics: {},
      episodes: { count: 0 },
      exactResume: true,
    });
    for (const update of [0, 2, whole.length - 1]) {
      const resume = checkpoints[update];
      const rest = Array.from(algorithm(environment, options, { ...parts, resume }), contentOf);
      expect(rest).toEqual(whole.slice(update));
    }
  });

  test("gives the same reports under for await", async () => {
    const later = [];
    for await (const report of algorithm(environment, options, parts)) later.push(contentOf(report));
    expect(later).toEqual(whole);
  });
});
