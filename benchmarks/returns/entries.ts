/** What names an entry's settings. */
export interface Chosen {
  readonly environment: string;
  readonly algorithm: string;
  /** Default: the settings tuned for the environment. */
  readonly preset?: string;
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
];

/** What stands behind `logpi train` to train with these settings. */
export function commandOf({ environment, algorithm, preset }: Chosen): string {
  const words = [environment];
  if (algorithm !== "ppo") words.push("--algorithm", algorithm);
  if (preset !== undefined) words.push("--preset", preset);
  return words.join(" ");
}
