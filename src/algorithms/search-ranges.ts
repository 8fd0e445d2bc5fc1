import type { OptionsTable, SearchRange, SearchRanges } from "../learning/index.ts";
import type { a2cOptions } from "./a2c/options.ts";
import type { actorCriticOptions } from "./actor-critic/options.ts";
import type { averageRewardActorCriticOptions } from "./average-reward-actor-critic/options.ts";
import type { ddpgOptions } from "./ddpg/options.ts";
import type { evolutionStrategiesOptions } from "./evolution-strategies/options.ts";
import type { grpoOptions } from "./grpo/options.ts";
import type { impalaOptions } from "./impala/options.ts";
import type { naturalPolicyGradientOptions } from "./natural-policy-gradient/options.ts";
import type { ppoOptions } from "./ppo/options.ts";
import type { reinforceOptions } from "./reinforce/options.ts";
import type { reppoOptions } from "./reppo/options.ts";
import type { rlooOptions } from "./rloo/options.ts";
import type { sacOptions } from "./sac/options.ts";
import type { td3Options } from "./td3/options.ts";
import type { trpoOptions } from "./trpo/options.ts";

/*
 * Where `logpi tune` looks for settings of each algorithm unless it is told otherwise: the options that are usually tuned.
 * They are apart from the tables of options since pages that train have no use for them.
 */

const choice = <const Values extends readonly unknown[]>(...values: Values) =>
  ({ kind: "choice", values }) as const;
const logUniform = (from: number, to: number) => ({ kind: "log-uniform", from, to }) as const;

const learningRate = logUniform(1e-4, 1e-2);
const learningRateSchedule = choice("constant", "linear");
const discount: SearchRange<number> = choice(0.9, 0.95, 0.98, 0.99, 0.995, 0.999);
const lambda: SearchRange<number> = choice(0.8, 0.9, 0.95, 0.98, 1);
const entropyWeight = logUniform(1e-5, 0.1);
const maxGradientNorm: SearchRange<number | "none"> = choice(0.5, 1, 2, "none");
const hidden: SearchRange<readonly number[]> = choice([32, 32], [64, 64], [256, 256]);

const ppo: SearchRanges<typeof ppoOptions> = {
  // All of these, on 8 copies, are divided by all sizes of minibatches.
  rolloutSteps: choice(32, 64, 128, 256, 512),
  minibatchSize: choice(64, 128, 256),
  epochs: choice(4, 10, 20),
  ...{ discount, lambda, learningRate, learningRateSchedule },
  clipRange: choice(0.1, 0.2, 0.3),
  ...{ entropyWeight, maxGradientNorm },
};

const a2c: SearchRanges<typeof a2cOptions> = {
  rolloutSteps: choice(5, 8, 16, 32, 64),
  ...{ discount, lambda, learningRate, learningRateSchedule },
  optimizer: choice("rmsprop", "adam"),
  normalizeAdvantages: choice(false, true),
  ...{ entropyWeight, maxGradientNorm },
};

const impala: SearchRanges<typeof impalaOptions> = {
  rolloutSteps: choice(10, 20, 40),
  ...{ discount, lambda, learningRate, learningRateSchedule, entropyWeight, maxGradientNorm },
};

const actorCritic: SearchRanges<typeof actorCriticOptions> = {
  rolloutSteps: choice(8, 16, 32, 64),
  ...{ discount, lambda, learningRate, learningRateSchedule },
  valueLearningRate: learningRate,
  valueUpdates: choice(1, 2, 5, 10),
  ...{ entropyWeight, maxGradientNorm },
};

const averageRewardActorCritic: SearchRanges<typeof averageRewardActorCriticOptions> = {
  rolloutSteps: choice(8, 16, 32, 64),
  lambda,
  averageRewardRate: logUniform(0.01, 1),
  ...{ learningRate, learningRateSchedule, entropyWeight, maxGradientNorm },
};

const reinforce: SearchRanges<typeof reinforceOptions> = {
  episodesPerUpdate: choice(4, 8, 16, 32),
  discount,
  discountStates: choice(false, true),
  normalizeAdvantages: choice(false, true),
  ...{ learningRate, learningRateSchedule },
  valueLearningRate: learningRate,
  valueUpdates: choice(5, 20, 50),
  ...{ entropyWeight, maxGradientNorm },
};

const natural = {
  rolloutSteps: choice(128, 256, 512),
  ...{ discount, lambda },
  maxKl: logUniform(1e-3, 0.1),
  damping: logUniform(1e-3, 0.3),
  valueLearningRate: learningRate,
  valueEpochs: choice(5, 10, 20),
  valueMinibatchSize: choice(64, 128, 256),
} as const;
const naturalPolicyGradient: SearchRanges<typeof naturalPolicyGradientOptions> = natural;
const trpo: SearchRanges<typeof trpoOptions> = natural;

const groups = { learningRate, learningRateSchedule, entropyWeight, maxGradientNorm } as const;
const rloo: SearchRanges<typeof rlooOptions> = groups;
const grpo: SearchRanges<typeof grpoOptions> = {
  ...groups,
  epochs: choice(1, 2, 4),
  clipRange: choice(0.1, 0.2, 0.3),
};

const evolutionStrategies: SearchRanges<typeof evolutionStrategiesOptions> = {
  population: choice(32, 64, 128, 256),
  deviation: logUniform(0.01, 0.5),
  shaping: choice("ranks", "standardized"),
  learningRate: logUniform(3e-3, 0.3),
  learningRateSchedule,
  normalizeObservations: choice(false, true),
  hidden: choice([32], [32, 32], [64, 64]),
};

const reppo: SearchRanges<typeof reppoOptions> = {
  // All of these, on 16 copies, are divided by all sizes of minibatches.
  rolloutSteps: choice(32, 64, 128),
  minibatchSize: choice(64, 128, 256),
  epochs: choice(4, 8, 16),
  ...{ discount, lambda, learningRate, learningRateSchedule },
  klBound: logUniform(0.01, 0.5),
  temperature: logUniform(1e-3, 0.1),
  bins: choice(51, 101, 151),
  hidden,
};

const offPolicy = {
  rolloutSteps: choice(1, 4, 16, 64),
  batchSize: choice(64, 128, 256, 512),
  discount,
  targetRate: logUniform(1e-3, 0.05),
  learningRate,
  hidden,
} as const;
const sac: SearchRanges<typeof sacOptions> = offPolicy;
const ddpg: SearchRanges<typeof ddpgOptions> = { ...offPolicy, explorationNoise: logUniform(0.03, 0.5) };
const td3: SearchRanges<typeof td3Options> = { ...ddpg, policyDelay: choice(1, 2, 4) };

/** Where to look for settings, by algorithm and option. Of an algorithm that is not here, whoever searches says where. */
export const searchRanges: Readonly<Record<string, SearchRanges<OptionsTable>>> = {
  ...{ ppo, a2c, impala, reinforce, trpo, rloo, grpo, reppo, sac, ddpg, td3 },
  "actor-critic": actorCritic,
  "average-reward-actor-critic": averageRewardActorCritic,
  "evolution-strategies": evolutionStrategies,
  "natural-policy-gradient": naturalPolicyGradient,
};
