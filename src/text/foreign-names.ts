import { nearestNames, plainName } from "./nearest-names.ts";

/**
 * What Stable-Baselines3, CleanRL, Tianshou, RLlib, Spinning Up, Tensorforce, OpenAI Baselines and Gymnasium call what
 * is called otherwise here: our names, the likeliest first, and theirs. Letter case, hyphens and underscores do not
 * count. Names that differ from ours by no more than these are not here.
 */
const foreignNames: readonly (readonly [ours: string, theirs: string])[] = [
  ["discount", "gamma discount_factor discounting df"],
  ["lambda", "gae_lambda lam tau gae_tau gae td_lambda lambda_"],
  [
    "learningRate",
    "lr alpha step_size pi_lr policy_lr actor_lr lr_actor lr_pi learn_rate eta initial_lr lr_policy",
  ],
  ["valueLearningRate", "vf_lr value_lr critic_lr lr_critic lr_v v_lr baseline_lr lr_value"],
  [
    "learningRateSchedule",
    "lr_schedule anneal_lr lr_decay lr_scheduler lr_annealing learning_rate_decay decay_lr",
  ],
  ["clipRangeSchedule", "anneal_clip clip_schedule anneal_clip_range"],
  [
    "steps",
    "total_timesteps timesteps total_steps num_timesteps num_env_steps nb_steps max_steps training_steps",
  ],
  [
    "steps",
    "total_frames frames max_timesteps timesteps_total env_steps total_env_steps max_epoch max_iterations",
  ],
  [
    "steps",
    "iterations num_iterations n_iterations max_env_steps train_steps num_train_steps stop_timesteps",
  ],
  [
    "environments",
    "num_envs n_envs nenvs nenv num_env num_environments number_of_environments training_num n_env",
  ],
  [
    "environments",
    "train_num num_actors actors num_envs_per_worker num_envs_per_env_runner envs parallel_envs test_num",
  ],
  [
    "environments",
    "copies env_num num_parallel_environments vec_envs n_environments count number_of_copies num_copies",
  ],
  ["count", "num_envs n_envs nenvs num_env environments copies num_copies"],
  [
    "rolloutSteps",
    "n_steps num_steps nsteps horizon rollout_length rollout_fragment_length unroll_length t_max",
  ],
  [
    "rolloutSteps",
    "step_per_collect steps_per_epoch trajectory_length timesteps_per_batch timesteps_per_actorbatch",
  ],
  [
    "rolloutSteps",
    "rollout_len n_step steps_per_env steps_per_update update_timestep steps_per_rollout train_batch_size",
  ],
  ["rolloutSteps", "train_batch_size_per_learner collect_steps buffer_size"],
  [
    "minibatchSize",
    "batch_size minibatch mini_batch_size sgd_minibatch_size num_minibatches nminibatches n_minibatches",
  ],
  ["minibatchSize", "num_mini_batches num_mini_batch batchsize"],
  ["episodesPerUpdate", "episode_per_collect episodes_per_batch episodes_per_epoch num_episodes_per_update"],
  [
    "episodesPerUpdate",
    "batch_size batch_episodes train_batch_size rollout_episodes n_episodes num_episodes",
  ],
  [
    "episodes",
    "n_eval_episodes num_eval_episodes eval_episodes num_test_episodes n_episodes num_episodes trials",
  ],
  ["episodes", "episode_count number_of_episodes evaluation_duration evaluation_episodes runs games"],
  [
    "evaluationEpisodes",
    "n_eval_episodes eval_episodes num_eval_episodes num_test_episodes episodes episode_per_test",
  ],
  ["evaluationEnvironments", "n_eval_envs num_eval_envs test_num"],
  [
    "longestEpisode",
    "max_ep_len max_episode_steps max_episode_length time_limit max_steps horizon step_limit",
  ],
  ["maxEpisodeSteps", "max_ep_len max_episode_length time_limit horizon max_steps episode_length step_limit"],
  [
    "epochs",
    "n_epochs num_epochs noptepochs update_epochs num_sgd_iter repeat_per_collect train_pi_iters ppo_epochs",
  ],
  ["epochs", "opt_epochs optim_epochs k_epochs ppo_epoch epoch num_update_epochs sgd_iters"],
  [
    "valueUpdates",
    "train_v_iters vf_iters value_iters critic_updates v_iters value_train_iters epochs n_epochs",
  ],
  [
    "clipRange",
    "clip_coef clip_ratio clip_param eps_clip clip cliprange epsilon_clip ppo_clip clip_eps epsilon clip_epsilon",
  ],
  [
    "clipValueLoss",
    "clip_vloss clip_range_vf vf_clip_param value_clip vf_clip clip_value clip_vf clipped_value_loss",
  ],
  [
    "entropyWeight",
    "ent_coef entropy_coef entropy_coeff ent_weight beta entropy_cost entropy_regularization",
  ],
  ["entropyWeight", "entropy_beta entropy_bonus ent_coeff entropy_scale entropy"],
  [
    "valueWeight",
    "vf_coef vf_loss_coeff value_coef value_loss_coef critic_coef c1 baseline_cost value_loss_weight",
  ],
  ["valueWeight", "value_coeff vf_coeff critic_weight value_loss_coeff vf_weight"],
  ["maxGradientNorm", "max_grad_norm grad_clip gradient_clip clip_grad clip_grad_norm max_norm grad_norm"],
  ["maxGradientNorm", "grad_norm_clip gradient_clipping clip_norm gradient_clip_norm grad_norm_clipping"],
  [
    "targetKl",
    "kl_target max_kl kl_limit desired_kl kl_threshold kl_stop early_stop_kl target_kl_divergence",
  ],
  [
    "normalizeAdvantages",
    "norm_adv normalize_advantage advantage_normalization adv_norm normalize_adv standardize_adv",
  ],
  [
    "normalizeAdvantages",
    "norm_advantages standardize_advantages norm_advantage whiten_advantages adv_normalization",
  ],
  ["optimizer", "use_rms_prop opt optim optimizer_class policy_optimizer"],
  ["optimizerEpsilon", "rms_prop_eps eps adam_eps optimizer_eps opt_eps rmsprop_eps epsilon adam_epsilon"],
  ["adamEpsilon", "adam_eps eps optimizer_eps opt_eps epsilon optimizer_epsilon rms_prop_eps"],
  ["rmspropDecay", "rms_alpha rmsprop_alpha decay rms_decay rmsprop_rho rho alpha"],
  ["epsilon", "eps adam_eps"],
  ["weightDecay", "wd l2 decay"],
  ["decay", "alpha rho smoothing_constant"],
  [
    "hidden",
    "hidden_sizes net_arch fcnet_hiddens layers hidden_layers hidden_units policy_kwargs ac_kwargs num_hidden",
  ],
  [
    "hidden",
    "hidden_dim hidden_size hidden_layer_sizes network units mlp_hidden n_hidden hidden_dims hid l layer_sizes",
  ],
  ["activation", "activation_fn fcnet_activation nonlinearity act act_fn activation_function non_linearity"],
  ["backend", "device framework platform accelerator use_gpu cuda num_gpus"],
  [
    "workers",
    "num_workers n_jobs num_cpu num_env_runners num_threads threads n_workers cores processes num_processes",
  ],
  ["workers", "cpus num_cpus n_cpu parallelism num_rollout_workers nproc n_threads"],
  ["seed", "random_seed random_state rng_seed rng"],
  ["generator", "rng random_state random seed"],
  ["baseline", "use_critic use_baseline critic"],
  ["samples", "n n_samples num_samples sample_size size batch_size n_draws draws count"],
  ["particles", "n_particles num_particles k"],
  ["temperature", "tau temp t"],
  ["deviation", "sigma std noise_std noise_standard_deviation npop_std"],
  ["low", "min minimum lower lower_bound lo"],
  ["high", "max maximum upper upper_bound hi"],
  ["shape", "size dims dimensions length n dim"],
  ["environment", "env env_id env_name env_fn task"],
  ["algorithm", "algo agent model method"],
  ["options", "hyperparameters hyperparams params config kwargs settings"],
  ["run", "run_name exp_name directory dir folder logdir save_path output out path"],
  ["runs", "log_dir logs output_dir results_dir"],
  ["objective", "loss loss_fn policy_loss policy_loss_fn loss_function"],
  ["create", "make entry_point factory env_fn constructor new"],
  ["id", "name env_id"],
  ["episodes", "evaluation_episodes"],
  ["axis", "dim dims axes"],
  ["keepDimensions", "keepdims keepdim keep_dims keep_dim"],
  ["degreesOfFreedom", "ddof correction unbiased dof"],
  ["transposeA", "trans_a transpose_x adjoint_a"],
  ["transposeB", "trans_b transpose_y adjoint_b"],
  ["replace", "replacement with_replacement"],
];

const ours = new Map<string, string[]>();
for (const [name, theirs] of foreignNames) {
  for (const foreign of theirs.split(" ").map(plainName)) {
    const known = ours.get(foreign);
    if (known) known.push(name);
    else ours.set(foreign, [name]);
  }
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
  const translated = [...new Set(ours.get(plain))].filter((each) => known.includes(each));
  return translated.length > 0 ? translated : nearestNames(name, known);
}
