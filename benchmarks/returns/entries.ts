/** What names an entry's settings. */
export interface Chosen {
  readonly environment: string;
  readonly algorithm: string;
  /** Default: the settings tuned for the environment. */
  readonly preset?: string;
  /** In the place of the preset's, by name. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** A line of the table in docs/results.md: settings, trained on several seeds. */
export interface Entry extends Chosen {
  readonly title: string;
  /** The seeds are 1 to this number. */
  readonly seeds: number;
  /** The mean evaluation that it should reach. */
  readonly wanted: string;
}

export const entries: readonly Entry[] = [
  {
    title: "PPO, CartPole-v1, our settings (npm start)",
    environment: "CartPole-v1",
    algorithm: "ppo",
    seeds: 10,
    wanted: "500 ± 0",
  },
  {
    title: "PPO, CartPole-v1, Zoo's settings",
    environment: "CartPole-v1",
    algorithm: "ppo",
    preset: "zoo",
    seeds: 10,
    wanted: "500 ± 0 for 9 of 10",
  },
  {
    title: "PPO, CartPole-v1, CleanRL's settings",
    environment: "CartPole-v1",
    algorithm: "ppo",
    preset: "cleanrl",
    seeds: 10,
    wanted: "≥ 490",
  },
  {
    title: "REINFORCE with a learned baseline, CartPole-v1",
    environment: "CartPole-v1",
    algorithm: "reinforce",
    seeds: 10,
    wanted: "≥ 475",
  },
  { title: "PPO, Pendulum-v1", environment: "Pendulum-v1", algorithm: "ppo", seeds: 5, wanted: "≥ −200" },
  {
    title: "A2C, CartPole-v1, Zoo's settings",
    environment: "CartPole-v1",
    algorithm: "a2c",
    seeds: 10,
    wanted: "≥ 475",
  },
  {
    title: "TRPO, CartPole-v1",
    environment: "CartPole-v1",
    algorithm: "trpo",
    seeds: 10,
    wanted: "500 ± 0 for 9 of 10",
  },
  { title: "A2C, Pendulum-v1", environment: "Pendulum-v1", algorithm: "a2c", seeds: 10, wanted: "≥ −200" },
  { title: "SAC, Pendulum-v1", environment: "Pendulum-v1", algorithm: "sac", seeds: 5, wanted: "≥ −150" },
  {
    title: "PPO with a convolutional policy, Catch-v0 (1 is all caught)",
    environment: "Catch-v0",
    algorithm: "ppo",
    seeds: 5,
    wanted: "≥ 0.98 (99 % caught)",
  },
  {
    title: "PPO with a GRU, Recall-v0",
    environment: "Recall-v0",
    algorithm: "ppo",
    seeds: 5,
    wanted: "≥ 0.98 (99 % right)",
  },
  {
    title: "PPO with an LSTM, Recall-v0",
    environment: "Recall-v0",
    algorithm: "ppo",
    options: { architecture: { kind: "lstm", units: 32 } },
    seeds: 5,
    wanted: "≥ 0.98 (99 % right)",
  },
  {
    title: "PPO without memory, Recall-v0",
    environment: "Recall-v0",
    algorithm: "ppo",
    options: { architecture: "auto" },
    seeds: 5,
    wanted: "0 (half right: all that it can)",
  },
  {
    title: "PPO with a squashed normal, Pendulum-v1",
    environment: "Pendulum-v1",
    algorithm: "ppo",
    options: { head: "squashed-normal", minibatchSize: 128 },
    seeds: 5,
    wanted: "≥ −160",
  },
  {
    title: "PPO with a Beta density, Pendulum-v1",
    environment: "Pendulum-v1",
    algorithm: "ppo",
    options: { head: "beta", minibatchSize: 128 },
    seeds: 5,
    wanted: "≥ −200",
  },
  {
    title: "PPO, LunarLander-v3",
    environment: "LunarLander-v3",
    algorithm: "ppo",
    seeds: 5,
    wanted: "≥ 240",
  },
  {
    title: "TD3, Pendulum-v1",
    environment: "Pendulum-v1",
    algorithm: "td3",
    options: { backend: "native" },
    seeds: 5,
    wanted: "≥ −150",
  },
  {
    title: "SAC, MountainCarContinuous-v0",
    environment: "MountainCarContinuous-v0",
    algorithm: "sac",
    options: { backend: "native" },
    seeds: 5,
    wanted: "≥ 93",
  },
  {
    title: "SAC, LunarLanderContinuous-v3",
    environment: "LunarLanderContinuous-v3",
    algorithm: "sac",
    options: { backend: "native" },
    seeds: 5,
    wanted: "≥ 270",
  },
  {
    title: "TD3, MountainCarContinuous-v0",
    environment: "MountainCarContinuous-v0",
    algorithm: "td3",
    options: { backend: "native" },
    seeds: 5,
    wanted: "≥ 93",
  },
  {
    title: "Average-reward actor-critic, Pendulum-v1",
    environment: "Pendulum-v1",
    algorithm: "average-reward-actor-critic",
    seeds: 5,
    wanted: "≥ −200",
  },
  {
    title: "IMPALA, CartPole-v1",
    environment: "CartPole-v1",
    algorithm: "impala",
    seeds: 5,
    wanted: "≥ 475",
  },
  {
    title: "Actor-critic (QAC), CartPole-v1",
    environment: "CartPole-v1",
    algorithm: "actor-critic",
    seeds: 5,
    wanted: "≥ 475",
  },
  { title: "PPO, Acrobot-v1", environment: "Acrobot-v1", algorithm: "ppo", seeds: 5, wanted: "≥ −73.5" },
  {
    title: "PPO, MountainCar-v0",
    environment: "MountainCar-v0",
    algorithm: "ppo",
    seeds: 5,
    wanted: "≥ −107.3",
  },
  {
    title: "TRPO, Pendulum-v1",
    environment: "Pendulum-v1",
    algorithm: "trpo",
    seeds: 5,
    wanted: "≥ −163.0",
  },
  {
    title: "PPO, BipedalWalker-v3",
    environment: "BipedalWalker-v3",
    algorithm: "ppo",
    options: { backend: "native" },
    seeds: 5, // of which each takes some 20 minutes of a core
    wanted: "≥ 300",
  },
  { title: "A2C, Acrobot-v1", environment: "Acrobot-v1", algorithm: "a2c", seeds: 5, wanted: "≥ −73.5" },
  {
    title: "A2C, MountainCar-v0",
    environment: "MountainCar-v0",
    algorithm: "a2c",
    seeds: 5,
    wanted: "≥ −107.3",
  },
  {
    title: "TRPO, MountainCar-v0",
    environment: "MountainCar-v0",
    algorithm: "trpo",
    seeds: 5,
    wanted: "≥ −107.3",
  },
  { title: "TRPO, Acrobot-v1", environment: "Acrobot-v1", algorithm: "trpo", seeds: 5, wanted: "≥ −73.5" },
  {
    title: "TRPO, Acrobot-v1, 100,000 steps",
    environment: "Acrobot-v1",
    algorithm: "trpo",
    preset: "defaults",
    options: { steps: 100_000, normalizeObservations: true, normalizeRewards: true },
    seeds: 5,
    wanted: "≥ −83.1",
  },
  {
    title: "Evolution strategies, CartPole-v1",
    environment: "CartPole-v1",
    algorithm: "evolution-strategies",
    seeds: 5,
    wanted: "≥ 475",
  },
  {
    title: "Evolution strategies, Pendulum-v1",
    environment: "Pendulum-v1",
    algorithm: "evolution-strategies",
    seeds: 5,
    wanted: "≥ −200",
  },
  {
    title: "REPPO, CartPole-v1",
    environment: "CartPole-v1",
    algorithm: "reppo",
    seeds: 5,
    wanted: "≥ 475",
  },
  {
    title: "Natural policy gradient, CartPole-v1",
    environment: "CartPole-v1",
    algorithm: "natural-policy-gradient",
    seeds: 5,
    wanted: "≥ 475",
  },
  { title: "GRPO, CartPole-v1", environment: "CartPole-v1", algorithm: "grpo", seeds: 5, wanted: "≥ 475" },
  { title: "RLOO, CartPole-v1", environment: "CartPole-v1", algorithm: "rloo", seeds: 5, wanted: "≥ 475" },
  {
    title: "DDPG, Pendulum-v1",
    environment: "Pendulum-v1",
    algorithm: "ddpg",
    options: { backend: "native" },
    seeds: 5,
    wanted: "≥ −150",
  },
  {
    title: "SAC with discrete actions, CartPole-v1",
    environment: "CartPole-v1",
    algorithm: "sac",
    options: { backend: "native" },
    seeds: 5,
    wanted: "≥ 475",
  },
  {
    title: "PPO on pixels, Pong-v0",
    environment: "Pong-v0",
    algorithm: "ppo",
    options: { backend: "native" },
    seeds: 1,
    wanted: "≥ 20 (of 21)",
  },
  {
    title: "REINFORCE on pixels, Pong-point-v0 (1 is a point won)",
    environment: "Pong-point-v0",
    algorithm: "reinforce",
    options: { backend: "native" },
    seeds: 1,
    wanted: "> 0",
  },
];

/** What stands behind `logpi train` to train with these settings, word by word. */
export function wordsOf({ environment, algorithm, preset, options = {} }: Chosen): string[] {
  const words = [environment];
  if (algorithm !== "ppo") words.push("--algorithm", algorithm);
  if (preset !== undefined) words.push("--preset", preset);
  for (const [name, value] of Object.entries(options)) {
    words.push("--set", `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  }
  return words;
}

/** The same as it is typed into a shell. */
export function commandOf(chosen: Chosen): string {
  return wordsOf(chosen)
    .map((word) => (/^[\w=.-]+$/.test(word) ? word : `'${word}'`))
    .join(" ");
}
