import type { Augment, DemonstrationSource } from "../../src/experience/index.ts";
import {
  type A2cOptions,
  type ActorCriticOptions,
  a2c,
  actorCritic,
  averageRewardActorCritic,
  type BehaviorCloningOptions,
  behaviorCloning,
  type EnvironmentSource,
  evolutionStrategies,
  grpo,
  impala,
  type PpoOptions,
  ppo,
  type Report,
  type ReppoOptions,
  reinforce,
  reppo,
  rloo,
  type SacOptions,
  type SelfPlayOptions,
  sac,
  selfPlay,
  startWorkers,
  type Training,
  td3,
} from "../../src/index.ts";
import type { ArchitectureFunction } from "../../src/networks/index.ts";
import { parametersHash } from "../../src/runs/parameters-hash.ts";
import type { Workers } from "../../src/workers/index.ts";

/** What a training said, and what weights it ended with. */
export interface Outcome {
  readonly reports: unknown[];
  readonly workers: number;
  readonly weights: string;
}

/** A minibatch that is split into four shards. */
const sharded: PpoOptions = {
  steps: 4096,
  environments: 16,
  rolloutSteps: 128,
  minibatchSize: 2048,
  epochs: 2,
  seed: 1,
};

/** Rollouts that are split into four shards, and all that is done to advantages. */
const shardedRollouts: A2cOptions = {
  ...{ steps: 4096, environments: 64, rolloutSteps: 16, seed: 1 },
  ...{ discountStates: true, normalizeAdvantages: true },
};

const rolloutsInShards = { steps: 2048, environments: 64, rolloutSteps: 16, seed: 1 };

/** The same for two programs, which judge actions and learn to. */
const judged: ActorCriticOptions = { ...rolloutsInShards, discountStates: true };

/** Minibatches of sequences that are split into two shards. */
const recurrentInShards: PpoOptions = {
  ...{ steps: 1536, environments: 16, rolloutSteps: 32, minibatchSize: 512, sequenceLength: 4, epochs: 1 },
  ...{ architecture: { kind: "gru", units: 64 }, seed: 1 },
};

/** Unequal shares of the games, and more moves than a shard has. */
const gamesAgainstEarlier: SelfPlayOptions = {
  ...{ steps: 1500, gamesPerUpdate: 121, snapshotEvery: 2, baseline: "value", valueUpdates: 2, seed: 1 },
  ...{ gate: 0, klWeight: 0.1, hidden: [16], randomOpenings: 0.5 },
};

/** Minibatches that are read in unequal shares, and learned from in two shards and a part of one. */
const imitation: BehaviorCloningOptions = {
  ...{ steps: 2400, minibatchSize: 601, minibatchesPerUpdate: 2, hidden: [16], seed: 1 },
};

/** Batches from a replay that are split into two shards. */
const replayed: SacOptions = {
  ...{ steps: 180, environments: 9, rolloutSteps: 4, startSteps: 36, batchSize: 512, hidden: [96, 96] },
  ...{ gradientStepsPerStep: 0.1, seed: 1 },
};

/** Minibatches of a rollout that are split into two shards, for a critic and a policy. */
const judgedOnPolicy: ReppoOptions = {
  ...{ steps: 2052, environments: 9, rolloutSteps: 114, minibatchSize: 1026, epochs: 1, bins: 11 },
  ...{ hidden: [64], seed: 1 },
};

/** An export of one of the modules in `environments/`, which the tests bundle beside this one. */
async function imported<Export = EnvironmentSource>(module: string, name = "default"): Promise<Export> {
  const exports = await import(new URL(`./${module}.js`, import.meta.url).href);
  return exports[name];
}

/**
 * Trainings with sharded and whole minibatches and rollouts, discrete, continuous and masked actions, replay, whole
 * episodes, games against earlier policies, demonstrations, turns of two players, and networks that a function builds, on a shared tower.
 *
 * @param names which of them; default all
 */
export async function outcomes(size: number, names?: readonly string[]): Promise<Record<string, Outcome>> {
  const workers = await startWorkers(size);
  try {
    const masked = await imported("masked");
    const architecture = await imported<ArchitectureFunction>("network");
    const demonstrations = await imported<() => DemonstrationSource>("demonstrations");
    const augment = await imported<Augment>("demonstrations", "augment");
    const trainings: Record<string, () => Training> = {
      discrete: () => ppo("CartPole-v1", sharded, { workers }),
      continuous: () => ppo("Pendulum-v1", { ...sharded, activation: "relu", targetKl: 0.02 }, { workers }),
      normalized: () =>
        ppo(
          "Pendulum-v1",
          { ...sharded, epochs: 1, normalizeObservations: true, normalizeRewards: true },
          { workers },
        ),
      whole: () =>
        ppo("CartPole-v1", { ...sharded, steps: 2048, rolloutSteps: 32, minibatchSize: 64 }, { workers }),
      masked: () => ppo(masked, sharded, { workers }),
      rollouts: () => a2c("CartPole-v1", { steps: 800, environments: 9, seed: 1 }, { workers }),
      shardedRollouts: () => a2c("Pendulum-v1", shardedRollouts, { workers }),
      maskedRollouts: () => a2c(masked, shardedRollouts, { workers }),
      ownNetwork: () =>
        ppo(
          "CartPole-v1",
          { ...sharded, steps: 2048, rolloutSteps: 64, minibatchSize: 1024, architecture, sharedTower: true },
          { workers },
        ),
      averageReward: () => averageRewardActorCritic(masked, rolloutsInShards, { workers }),
      lagging: () =>
        impala(
          masked,
          { ...rolloutsInShards, steps: 4096, policyLag: 2, normalizeObservations: true },
          { workers },
        ),
      judgedActions: () => actorCritic(masked, judged, { workers }),
      compatibleFeatures: () => actorCritic("Pendulum-v1", { ...judged, hidden: [16] }, { workers }),
      turns: () => ppo("TicTacToe-v0", { ...sharded, epochs: 1, normalizeRewards: true }, { workers }),
      turnsOfRollouts: () => a2c("TicTacToe-v0", shardedRollouts, { workers }),
      turnsOfEpisodes: () =>
        reinforce("TicTacToe-v0", { steps: 300, episodesPerUpdate: 9, seed: 1 }, { workers }),
      gamesAgainstEarlier: () => selfPlay("TicTacToe-v0", gamesAgainstEarlier, { workers }),
      imitation: () =>
        behaviorCloning("TicTacToe-v0", imitation, {
          ...{ workers, demonstrations },
          augment,
        }),
      replayedDelayed: () => td3("Pendulum-v1", { ...replayed, rolloutSteps: 5, steps: 225 }, { workers }),
      judgedOnPolicy: () => reppo("Pendulum-v1", judgedOnPolicy, { workers }),
      replayed: () => sac("Pendulum-v1", replayed, { workers }),
      episodes: () => reinforce("CartPole-v1", { steps: 1200, episodesPerUpdate: 9, seed: 1 }, { workers }),
      normalizedEpisodes: () =>
        reinforce(
          "CartPole-v1",
          { steps: 600, episodesPerUpdate: 9, normalizeObservations: true, normalizeRewards: true, seed: 1 },
          { workers },
        ),
      maskedEpisodes: () =>
        reinforce(masked, { steps: 600, episodesPerUpdate: 9, baseline: "mean", seed: 1 }, { workers }),
      candidates: () =>
        evolutionStrategies(
          masked,
          { steps: 400, population: 10, hidden: [8], normalizeObservations: true, seed: 1 },
          { workers },
        ),
      groups: () =>
        rloo("CartPole-v1", { steps: 600, groupsPerUpdate: 3, groupSize: 3, seed: 1 }, { workers }),
      groupsNearReference: () =>
        grpo(
          masked,
          { steps: 600, groupsPerUpdate: 3, groupSize: 3, epochs: 2, klWeight: 0.1, seed: 1 },
          { workers },
        ),
      chosenStarts: () => ppo(masked, sharded, { workers, resetOptions: { start: 2 } }),
    };
    const chosen = names ?? Object.keys(trainings);
    return Object.fromEntries(chosen.map((name) => [name, outcomeOf(trainings[name]())]));
  } finally {
    workers.close();
  }
}

/** The option alone, without threads that were started before. */
export async function byOption(workers: number): Promise<Outcome> {
  return outcomeOf(ppo("CartPole-v1", { ...sharded, workers }));
}

/**
 * The weights that trainings end with which were stopped with one number of workers, before the first update or after it,
 * and went on from that checkpoint with another; and a hash of the last checkpoint. Also those of a training that began with
 * the weights of another.
 */
export async function resumed(sizes: readonly [number, number]): Promise<Record<string, string[]>> {
  const [before, after] = await Promise.all(sizes.map((size) => startWorkers(size)));
  const episodes = { steps: 1200, episodesPerUpdate: 9, seed: 1 };
  type Parts = { readonly workers: Workers; readonly resume?: Uint8Array; readonly reportsBeginning?: true };
  const trainings: Record<string, (parts: Parts) => Training> = {
    ppo: (parts) => ppo("CartPole-v1", sharded, parts),
    a2c: (parts) => a2c("Pendulum-v1", shardedRollouts, parts),
    reinforce: (parts) => reinforce("CartPole-v1", episodes, parts),
    // By the option, with threads of its own.
    recurrent: ({ workers: { size }, ...parts }) =>
      ppo("CartPole-v1", { ...recurrentInShards, workers: size }, parts),
    ppoFromTheBeginning: (parts) => ppo("CartPole-v1", sharded, { ...parts, reportsBeginning: true }),
    reinforceFromTheBeginning: (parts) =>
      reinforce("CartPole-v1", episodes, { ...parts, reportsBeginning: true }),
  };
  const found: Record<string, string[]> = {};
  for (const [name, train] of Object.entries(trainings)) {
    let checkpoint: Uint8Array | undefined;
    for (const report of train({ workers: before })) {
      checkpoint = report.checkpoint();
      break;
    }
    const outcome: string[] = [];
    let bytes = checkpoint!;
    for (const report of train({ workers: after, resume: checkpoint! })) {
      bytes = report.checkpoint();
      let sum = 0;
      for (const byte of bytes) sum = (31 * sum + byte) % 2 ** 40;
      outcome.splice(0, 2, parametersHash(report.policy), String(sum));
    }
    // A training that is done gives its checkpoint again.
    const [done] = train({ workers: after, resume: bytes, reportsBeginning: true });
    const again = done.checkpoint();
    if (!again.every((byte, i) => byte === bytes[i]))
      throw new Error(`${name}: the checkpoint of the end is another`);
    found[name] = outcome;
  }
  const [beginning] = ppo(
    "CartPole-v1",
    { ...sharded, seed: 2 },
    { workers: before, reportsBeginning: true },
  );
  const { policy, valueFunction } = beginning;
  const parts = { workers: after, policy, valueFunction: valueFunction! };
  found.warm = [outcomeOf(ppo("CartPole-v1", { ...sharded, steps: 2048 }, parts)).weights];
  before.close();
  after.close();
  return found;
}

/** Leaves a training after two updates; the program must then end by itself. */
export async function stoppedEarly(): Promise<number> {
  let updates = 0;
  for (const { update } of ppo("CartPole-v1", { ...sharded, steps: 1e6, workers: 2 })) {
    updates = update;
    if (update === 2) break;
  }
  return updates;
}

/** The error that a training with a failing environment ends with. */
export async function failure(name: string): Promise<Record<string, unknown>> {
  try {
    outcomeOf(ppo(await imported("failing", name), { ...sharded, workers: 3 }));
  } catch (error) {
    const { name, message, rank, cause } = error as Error & { readonly rank: number; readonly cause: Error };
    // What the environment threw, if it threw, is the cause of what the worker threw.
    const first = (cause.cause ?? cause) as Error;
    return { name, message, rank, causeName: first.name, causeStack: first.stack };
  }
  throw new Error("It did not fail.");
}

function outcomeOf(training: Training): Outcome {
  const reports: unknown[] = [];
  let last: Report | undefined;
  for (const report of training) {
    const { policy: _, workers: __, ...said } = report;
    reports.push(said);
    last = report;
  }
  return { reports, workers: last!.workers, weights: parametersHash(last!.policy) };
}
