import { describe, expect, it } from "vitest";
import { a2cOptions } from "../../src/algorithms/a2c/options.ts";
import { grpoOptions } from "../../src/algorithms/grpo/options.ts";
import { impalaOptions } from "../../src/algorithms/impala/options.ts";
import { ppoOptions } from "../../src/algorithms/ppo/options.ts";
import { reinforceOptions } from "../../src/algorithms/reinforce/options.ts";
import { sacOptions } from "../../src/algorithms/sac/options.ts";
import { td3Options } from "../../src/algorithms/td3/options.ts";
import { trpoOptions } from "../../src/algorithms/trpo/options.ts";
import { nearestAlgorithms } from "../../src/runs/nearest-algorithms.ts";
import { nearestOptions } from "../../src/text/foreign-names.ts";

const names = {
  ppo: Object.keys(ppoOptions),
  a2c: Object.keys(a2cOptions),
  reinforce: Object.keys(reinforceOptions),
  sac: Object.keys(sacOptions),
  grpo: Object.keys(grpoOptions),
  impala: Object.keys(impalaOptions),
  td3: Object.keys(td3Options),
  trpo: Object.keys(trpoOptions),
  evaluate: ["episodes", "seed", "environments", "longestEpisode", "stochastic"],
  train: ["checkpointEvery", "keepCheckpoints", "evaluateEvery", "evaluationEpisodes", "stochastic"],
};

/** The names of the arguments of other libraries' algorithms, and what they are here; snake_case is as they have it. */
const libraries: Readonly<Record<string, readonly (readonly [keyof typeof names, string, string])[]>> = {
  TRL: [
    ["grpo", "num_generations", "groupSize"],
    ["grpo", "num_iterations", "epochs"],
    ["grpo", "loss_type", "form"],
    ["grpo", "epsilon", "clipRange"],
    ["grpo", "max_grad_norm", "maxGradientNorm"],
    ["grpo", "kl_coef", "klWeight"],
  ],
  "Stable-Baselines3": [
    ["ppo", "gamma", "discount"],
    ["ppo", "learning_rate", "learningRate"],
    ["ppo", "n_steps", "rolloutSteps"],
    ["ppo", "batch_size", "minibatchSize"],
    ["ppo", "n_epochs", "epochs"],
    ["ppo", "gae_lambda", "lambda"],
    ["ppo", "clip_range", "clipRange"],
    ["ppo", "clip_range_vf", "clipValueLoss"],
    ["ppo", "normalize_advantage", "normalizeAdvantages"],
    ["ppo", "ent_coef", "entropyWeight"],
    ["ppo", "vf_coef", "valueWeight"],
    ["ppo", "max_grad_norm", "maxGradientNorm"],
    ["ppo", "target_kl", "targetKl"],
    ["ppo", "n_envs", "environments"],
    ["ppo", "total_timesteps", "steps"],
    ["ppo", "net_arch", "hidden"],
    ["ppo", "activation_fn", "activation"],
    ["ppo", "device", "backend"],
    ["ppo", "norm_obs", "normalizeObservations"],
    ["ppo", "norm_reward", "normalizeRewards"],
    ["ppo", "share_features_extractor", "sharedTower"],
    ["ppo", "features_extractor_class", "architecture"],
    ["ppo", "optimizer_kwargs", "adamEpsilon"],
    ["trpo", "n_critic_updates", "valueEpochs"],
    ["trpo", "backtrack_ratio", "lineSearchShrinking"],
    ["a2c", "critic_coef", "valueWeight"],
    ["a2c", "max_epoch", "steps"],
    ["impala", "rho_bar", "maxRho"],
    ["impala", "c_bar", "maxC"],
    ["grpo", "k_samples", "groupSize"],
    ["ppo", "d_targ", "desiredKl"],
    ["trpo", "cg_damping", "damping"],
    ["train", "eval_freq", "evaluateEvery"],
    ["train", "save_freq", "checkpointEvery"],
    ["evaluate", "deterministic", "stochastic"],
    ["a2c", "rms_prop_eps", "optimizerEpsilon"],
    ["a2c", "use_rms_prop", "optimizer"],
    ["td3", "policy_noise", "targetNoise"],
    ["td3", "noise_clip", "targetNoiseClip"],
    ["td3", "policy_frequency", "policyDelay"],
    ["td3", "exploration_noise", "explorationNoise"],
    ["sac", "buffer_size", "replaySize"],
    ["sac", "learning_starts", "startSteps"],
    ["sac", "ent_coef", "temperature"],
    ["sac", "gradient_steps", "gradientStepsPerStep"],
    ["sac", "train_freq", "rolloutSteps"],
    ["sac", "minibatch_size", "batchSize"],
    ["evaluate", "n_eval_episodes", "episodes"],
  ],
  CleanRL: [
    ["ppo", "total_timesteps", "steps"],
    ["ppo", "num_envs", "environments"],
    ["ppo", "num_steps", "rolloutSteps"],
    ["ppo", "anneal_lr", "learningRateSchedule"],
    ["ppo", "num_minibatches", "minibatchSize"],
    ["ppo", "update_epochs", "epochs"],
    ["ppo", "norm_adv", "normalizeAdvantages"],
    ["ppo", "clip_coef", "clipRange"],
    ["ppo", "clip_vloss", "clipValueLoss"],
  ],
  Tianshou: [
    ["ppo", "discount_factor", "discount"],
    ["ppo", "eps_clip", "clipRange"],
    ["ppo", "value_clip", "clipValueLoss"],
    ["ppo", "advantage_normalization", "normalizeAdvantages"],
    ["ppo", "repeat_per_collect", "epochs"],
    ["ppo", "step_per_collect", "rolloutSteps"],
    ["ppo", "training_num", "environments"],
    ["ppo", "hidden_sizes", "hidden"],
    ["reinforce", "episode_per_collect", "episodesPerUpdate"],
  ],
  RLlib: [
    ["ppo", "lr", "learningRate"],
    ["ppo", "lambda_", "lambda"],
    ["ppo", "clip_param", "clipRange"],
    ["ppo", "vf_clip_param", "clipValueLoss"],
    ["ppo", "vf_loss_coeff", "valueWeight"],
    ["ppo", "entropy_coeff", "entropyWeight"],
    ["ppo", "grad_clip", "maxGradientNorm"],
    ["ppo", "kl_target", "targetKl"],
    ["ppo", "num_sgd_iter", "epochs"],
    ["ppo", "sgd_minibatch_size", "minibatchSize"],
    ["ppo", "rollout_fragment_length", "rolloutSteps"],
    ["ppo", "num_env_runners", "workers"],
    ["ppo", "fcnet_hiddens", "hidden"],
    ["evaluate", "evaluation_duration", "episodes"],
  ],
  "Spinning Up": [
    ["ppo", "steps_per_epoch", "rolloutSteps"],
    ["ppo", "clip_ratio", "clipRange"],
    ["ppo", "pi_lr", "learningRate"],
    ["reinforce", "vf_lr", "valueLearningRate"],
    ["ppo", "train_pi_iters", "epochs"],
    ["reinforce", "train_v_iters", "valueUpdates"],
    ["trpo", "train_v_iters", "valueEpochs"],
    ["ppo", "lam", "lambda"],
    ["ppo", "num_cpu", "workers"],
    ["evaluate", "max_ep_len", "longestEpisode"],
  ],
};

const camelCase = (name: string) => name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

describe.each(Object.entries(libraries))("the names of %s", (_, cases) => {
  it.each(cases)("lead to ours: %s, %s is %s", (owner, theirs, ours) => {
    expect(nearestOptions(theirs, names[owner])).toEqual([ours]);
    expect(nearestOptions(camelCase(theirs), names[owner])).toEqual([ours]);
    expect(nearestOptions(theirs.toUpperCase(), names[owner])).toEqual([ours]);
  });
});

describe("our names", () => {
  it.each(Object.entries(names))("are not mistaken for others', and slips lead to them: %s", (_, own) => {
    for (const name of own) {
      expect(nearestOptions(name, own)).toEqual([name]);
      const slip = name.slice(0, 2) + name.slice(3);
      expect(nearestOptions(slip, own), slip).toContain(name);
    }
  });
});

describe("nearest algorithms", () => {
  const algorithms = [
    "ppo",
    "a2c",
    "reinforce",
    "natural-policy-gradient",
    "trpo",
    "sac",
    "td3",
    "ddpg",
    "actor-critic",
  ];

  it.each([
    ["PPO", "ppo"],
    ["ppo2", "ppo"],
    ["pop", "ppo"],
    ["A2C", "a2c"],
    ["a3c", "a2c"],
    ["actor_critic", "actor-critic"],
    ["QAC", "actor-critic"],
    ["REINFORCE", "reinforce"],
    ["vpg", "reinforce"],
    ["npg", "natural-policy-gradient"],
    ["NaturalPolicyGradient", "natural-policy-gradient"],
    ["tpro", "trpo"],
    ["policy-gradient", "reinforce"],
    ["reinfrce", "reinforce"],
    ["soft-actor-critic", "sac"],
    ["sac_continuous_action", "sac"],
    ["td3_continuous_action", "td3"],
    ["twin-delayed-ddpg", "td3"],
    ["dpg", "ddpg"],
  ])("of %s is %s", (name, nearest) => {
    expect(nearestAlgorithms(name, algorithms)).toEqual([nearest]);
  });

  it.each(["dqn", "mpo", "ppg", "acer", "acktr", "c51", "es", "cem", "grpo"])(
    "are none for %s, another algorithm",
    (name) => {
      expect(nearestAlgorithms(name, algorithms)).toEqual([]);
    },
  );
});
