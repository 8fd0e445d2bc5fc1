import { nearestNames, plainName } from "./nearest-names.ts";

/**
 * What Stable-Baselines3, CleanRL, Tianshou, RLlib, Spinning Up, OpenAI Baselines and Gymnasium call what is called
 * otherwise here: our names, the likeliest first, and theirs. Letter case, hyphens and underscores do not count. Names
 * that differ from ours by no more, or by a slip of the hand, are not here.
 */
const foreignNames: Readonly<Record<string, string>> = {
  discount: "gamma",
  lambda: "gae_tau tau",
  learningRate: "lr alpha step_size pi_lr policy_lr actor_lr lr_actor eta",
  valueLearningRate: "vf_lr value_lr critic_lr lr_critic",
  learningRateSchedule: "anneal_lr lr_schedule lr_decay lr_scheduler",
  clipRangeSchedule: "anneal_clip",
  steps: "total_frames frames max_steps max_epoch iterations",
  "environments count": "num_envs envs num_actors training_num num_envs_per_env_runner copies",
  rolloutSteps:
    "n_steps horizon rollout_fragment_length t_max step_per_collect steps_per_epoch " +
    "timesteps_per_batch update_timestep train_freq train_batch_size train_batch_size_per_learner",
  minibatchSize: "batch_size num_minibatches num_mini_batch",
  batchSize: "minibatch_size train_batch_size",
  replaySize: "buffer_size buffer_capacity",
  startSteps: "learning_starts start_timesteps random_steps warmup_steps",
  targetRate: "tau polyak soft_tau",
  explorationNoise: "action_noise",
  policyDelay: "policy_frequency",
  targetNoise: "policy_noise target_policy_noise",
  gradientStepsPerStep: "gradient_steps utd_ratio update_per_step num_updates",
  episodesPerUpdate: "batch_size num_episodes",
  "episodes evaluationEpisodes": "episode_per_test evaluation_duration num_episodes",
  evaluationEnvironments: "n_eval_envs test_num",
  "longestEpisode maxEpisodeSteps": "max_ep_len max_episode_length time_limit step_limit horizon max_steps",
  groupSize: "num_generations rloo_k k_samples num_samples_per_prompt g",
  groupsPerUpdate: "num_prompts prompts_per_step rollout_batch_size batch_size",
  klWeight: "beta kl_coef init_kl_coef kl_loss_coef kl_beta kl_penalty",
  form: "loss_type",
  "epochs valueEpochs": "num_iterations n_epochs num_sgd_iter repeat_per_collect train_pi_iters ppo_epoch",
  "valueUpdates valueEpochs": "train_v_iters vf_iters critic_updates n_critic_updates n_epochs epochs",
  clipRange: "clip_coef eps_clip clip_eps epsilon_clip epsilon",
  clipValueLoss: "clip_range_vf vf_clip_param value_clip",
  entropyWeight: "ent_coef beta entropy_regularization",
  valueWeight: "vf_coef vf_loss_coeff value_coef value_loss_coef critic_coef",
  maxGradientNorm: "grad_clip clip_grad clip_grad_norm",
  "targetKl maxKl": "kl_target target_kl max_kl kl_limit desired_kl delta",
  desiredKl: "d_targ",
  conjugateGradientSteps: "cg_iters cg_max_steps cg_iterations",
  lineSearchSteps: "backtrack_iters line_search_max_iter max_backtracks",
  lineSearchShrinking: "backtrack_coeff backtrack_ratio",
  normalizeAdvantages: "norm_adv adv_norm advantage_normalization",
  optimizer: "use_rms_prop optim optimizer_kwargs",
  "optimizerEpsilon adamEpsilon epsilon": "rms_prop_eps eps adam_eps optimizer_eps optimizer_kwargs epsilon",
  "rmspropDecay decay": "rms_alpha rms_prop_alpha alpha rho",
  normalizeObservations: "norm_obs",
  architecture: "features_extractor_class",
  sharedTower: "share_features_extractor",
  hidden: "net_arch layers policy_kwargs ac_kwargs units",
  activation: "nonlinearity act_fn",
  backend: "device framework accelerator num_gpus cuda",
  workers: "num_env_runners n_jobs num_cpu num_threads processes",
  seed: "random_state rng",
  generator: "rng random_state seed",
  maxRho: "clip_rho_threshold clip_rho clip_pg_rho_threshold rho_bar",
  maxC: "clip_c_threshold clip_c c_bar",
  baseline: "use_critic critic",
  samples: "n size batch_size draws",
  temperature: "tau ent_coef alpha entropy_coef",
  deviation: "sigma std",
  environment: "env env_id env_name env_fn",
  algorithm: "algo agent model",
  options: "hyperparameters hparams params config kwargs",
  stochastic: "deterministic",
  evaluateEvery: "eval_freq",
  checkpointEvery: "save_freq",
  "run runs": "exp_name log_dir save_path output",
  objective: "loss loss_fn policy_loss",
  keepDimensions: "keepdims",
  axis: "dim dims",
  degreesOfFreedom: "ddof correction unbiased",
};

/** Made when it is first asked for: definitions of environments are looked at by each training. */
let oursByTheirs: Map<string, string[]> | undefined;

function byTheirs(): Map<string, string[]> {
  const ours = new Map<string, string[]>();
  for (const [names, theirs] of Object.entries(foreignNames))
    for (const each of theirs.split(" ").map(theirName))
      ours.set(each, [...(ours.get(each) ?? []), ...names.split(" ")]);
  return ours;
}

/** A name without what differs between libraries: `num_envs` and `n_envs`, `vf_coef` and `vf_coeff`. */
const theirName = (name: string) => plainName(name).replace(/^num/, "n").replace("coeff", "coef");

/**
 * The options that someone who wrote `name` may have meant: what other libraries mean by that name, or else the nearest
 * names. A name of ours that differs only in letter case, hyphens and underscores goes before both.
 */
export function nearestOptions(name: string, names: Iterable<string>): string[] {
  const known = [...names];
  const plain = plainName(name);
  const same = known.filter((each) => plainName(each) === plain);
  if (same.length > 0) return same;
  oursByTheirs ??= byTheirs();
  const ours = new Set(oursByTheirs.get(theirName(name)));
  const translated = [...ours].filter((each) => known.includes(each));
  return translated.length > 0 ? translated : nearestNames(name, known);
}
