import { nearestNames, plainName } from "./nearest-names.ts";

/**
 * What Stable-Baselines3, CleanRL, Tianshou, RLlib, Spinning Up, OpenAI Baselines and Gymnasium call what is called
 * otherwise here: our names, the likeliest first, and theirs. Letter case, hyphens and underscores do not count. Names
 * that differ from ours by no more, or by a slip of the hand, are not here.
 */
const foreignNames: Readonly<Record<string, string>> = {
  discount: "gamma discount_factor",
  lambda: "gae_lambda lam gae_tau tau td_lambda",
  learningRate: "lr alpha step_size pi_lr policy_lr actor_lr lr_actor eta",
  valueLearningRate: "vf_lr value_lr critic_lr lr_critic",
  learningRateSchedule: "anneal_lr lr_schedule lr_decay lr_scheduler",
  clipRangeSchedule: "anneal_clip clip_schedule",
  steps:
    "total_timesteps timesteps num_timesteps total_frames frames max_steps max_epoch iterations timesteps_total",
  "environments count": "num_envs n_envs nenvs envs num_actors training_num num_envs_per_env_runner copies",
  rolloutSteps:
    "n_steps num_steps nsteps horizon rollout_length rollout_fragment_length t_max step_per_collect steps_per_epoch " +
    "timesteps_per_batch update_timestep train_freq train_batch_size train_batch_size_per_learner",
  minibatchSize: "batch_size num_minibatches nminibatches sgd_minibatch_size num_mini_batch",
  batchSize: "minibatch_size train_batch_size sample_batch_size",
  replaySize: "buffer_size replay_buffer_size memory_size buffer_capacity",
  startSteps: "learning_starts start_timesteps random_steps warmup_steps",
  targetRate: "tau polyak soft_tau",
  explorationNoise: "action_noise",
  policyDelay: "policy_frequency",
  targetNoise: "policy_noise target_policy_noise",
  targetNoiseClip: "noise_clip",
  gradientStepsPerStep: "gradient_steps utd_ratio update_per_step num_updates",
  episodesPerUpdate: "episode_per_collect batch_size num_episodes n_episodes",
  "episodes evaluationEpisodes":
    "n_eval_episodes num_eval_episodes num_test_episodes episode_per_test evaluation_duration num_episodes n_episodes",
  evaluationEnvironments: "n_eval_envs test_num",
  "longestEpisode maxEpisodeSteps": "max_ep_len max_episode_length time_limit step_limit horizon max_steps",
  groupSize: "num_generations group_size rloo_k k_samples num_samples_per_prompt n_samples_per_prompt g",
  groupsPerUpdate: "num_prompts prompts_per_step rollout_batch_size batch_size",
  klWeight: "beta kl_coef init_kl_coef kl_loss_coef kl_beta kl_coeff kl_penalty",
  form: "loss_type",
  "epochs valueEpochs":
    "num_iterations n_epochs noptepochs update_epochs num_sgd_iter repeat_per_collect train_pi_iters ppo_epoch k_epochs",
  valueEpochs: "n_critic_updates",
  valueUpdates: "train_v_iters vf_iters critic_updates n_epochs epochs",
  clipRange: "clip_coef clip_ratio clip_param eps_clip cliprange clip_eps epsilon_clip epsilon",
  clipValueLoss: "clip_vloss clip_range_vf vf_clip_param value_clip",
  entropyWeight: "ent_coef entropy_coef entropy_coeff beta entropy_cost entropy_regularization",
  valueWeight: "vf_coef vf_loss_coeff value_coef value_loss_coef critic_coef",
  maxGradientNorm: "max_grad_norm grad_clip gradient_clip clip_grad clip_grad_norm",
  "targetKl maxKl": "kl_target target_kl max_kl kl_limit desired_kl delta",
  desiredKl: "desired_kl d_targ",
  conjugateGradientSteps: "cg_iters cg_max_steps cg_iterations",
  damping: "cg_damping damping_coeff",
  lineSearchSteps: "backtrack_iters line_search_max_iter max_backtracks",
  lineSearchShrinking: "backtrack_coeff backtrack_ratio",
  normalizeAdvantages: "norm_adv adv_norm advantage_normalization standardize_advantages",
  optimizer: "use_rms_prop optim optimizer_class",
  "optimizerEpsilon adamEpsilon epsilon": "rms_prop_eps eps adam_eps optimizer_eps epsilon",
  "rmspropDecay decay": "rms_alpha rms_prop_alpha alpha rho",
  hidden: "hidden_sizes net_arch fcnet_hiddens layers hidden_dim policy_kwargs ac_kwargs hid units",
  activation: "nonlinearity fcnet_activation act_fn",
  backend: "device framework accelerator num_gpus cuda",
  workers: "num_env_runners n_jobs num_cpu num_threads n_threads cores processes",
  seed: "random_state rng",
  generator: "rng random_state seed",
  maxRho: "clip_rho_threshold clip_rho clip_pg_rho_threshold rho_bar",
  maxC: "clip_c_threshold clip_c c_bar",
  baseline: "use_critic critic",
  samples: "n size batch_size draws",
  temperature: "tau ent_coef alpha entropy_coef init_temperature",
  deviation: "sigma std",
  environment: "env env_id env_name env_fn",
  algorithm: "algo agent model",
  options: "hyperparameters hparams params config kwargs",
  "run runs": "exp_name log_dir save_path output",
  objective: "loss loss_fn policy_loss",
  keepDimensions: "keepdims",
  axis: "dim dims",
  degreesOfFreedom: "ddof correction unbiased",
};

/** Made when it is first asked for: definitions of environments are looked at by each training. */
let oursByTheirs: Map<string, string[]> | undefined;

/** Our names for what other libraries call by a plain name. */
function oursFor(plain: string): readonly string[] {
  oursByTheirs ??= byTheirs();
  return oursByTheirs.get(plain) ?? [];
}

function byTheirs(): Map<string, string[]> {
  const ours = new Map<string, string[]>();
  for (const [names, theirs] of Object.entries(foreignNames)) {
    for (const plain of theirs.split(" ").map(plainName))
      ours.set(plain, [...(ours.get(plain) ?? []), ...names.split(" ")]);
  }
  return ours;
}

/**
 * The options that someone who wrote `name` may have meant: what other libraries mean by that name, or else the nearest
 * names. A name of ours that differs only in letter case, hyphens and underscores goes before both.
 */
export function nearestOptions(name: string, names: Iterable<string>): string[] {
  const known = [...names];
  const plain = plainName(name);
  const same = known.filter((each) => plainName(each) === plain);
  if (same.length > 0) return same;
  const translated = [...new Set(oursFor(plain))].filter((each) => known.includes(each));
  return translated.length > 0 ? translated : nearestNames(name, known);
}
