import type { Algorithm } from "../learning/index.ts";

/** How every algorithm is loaded, by its name: a worker loads the one that it runs. */
export const catalogue: Readonly<Record<string, () => Promise<Algorithm>>> = {
  ppo: async () => (await import("./ppo/ppo.ts")).ppo,
  a2c: async () => (await import("./a2c/a2c.ts")).a2c,
  "actor-critic": async () => (await import("./actor-critic/actor-critic.ts")).actorCritic,
  "average-reward-actor-critic": async () =>
    (await import("./average-reward-actor-critic/average-reward-actor-critic.ts")).averageRewardActorCritic,
  impala: async () => (await import("./impala/impala.ts")).impala,
  reinforce: async () => (await import("./reinforce/reinforce.ts")).reinforce,
  "natural-policy-gradient": async () =>
    (await import("./natural-policy-gradient/natural-policy-gradient.ts")).naturalPolicyGradient,
  trpo: async () => (await import("./trpo/trpo.ts")).trpo,
  "behavior-cloning": async () => (await import("./behavior-cloning/behavior-cloning.ts")).behaviorCloning,
  "self-play": async () => (await import("./self-play/self-play.ts")).selfPlay,
  rloo: async () => (await import("./rloo/rloo.ts")).rloo,
  grpo: async () => (await import("./grpo/grpo.ts")).grpo,
  "evolution-strategies": async () =>
    (await import("./evolution-strategies/evolution-strategies.ts")).evolutionStrategies,
  reppo: async () => (await import("./reppo/reppo.ts")).reppo,
  ddpg: async () => (await import("./ddpg/ddpg.ts")).ddpg,
  td3: async () => (await import("./td3/td3.ts")).td3,
  sac: async () => (await import("./sac/sac.ts")).sac,
};
