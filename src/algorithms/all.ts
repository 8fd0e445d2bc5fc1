import type { Algorithm } from "../learning/index.ts";
import { a2c } from "./a2c/a2c.ts";
import { actorCritic } from "./actor-critic/actor-critic.ts";
import { averageRewardActorCritic } from "./average-reward-actor-critic/average-reward-actor-critic.ts";
import { behaviorCloning } from "./behavior-cloning/behavior-cloning.ts";
import { ddpg } from "./ddpg/ddpg.ts";
import { evolutionStrategies } from "./evolution-strategies/evolution-strategies.ts";
import { grpo } from "./grpo/grpo.ts";
import { impala } from "./impala/impala.ts";
import { naturalPolicyGradient } from "./natural-policy-gradient/natural-policy-gradient.ts";
import { ppo } from "./ppo/ppo.ts";
import { reinforce } from "./reinforce/reinforce.ts";
import { reppo } from "./reppo/reppo.ts";
import { rloo } from "./rloo/rloo.ts";
import { sac } from "./sac/sac.ts";
import { selfPlay } from "./self-play/self-play.ts";
import { td3 } from "./td3/td3.ts";
import { trpo } from "./trpo/trpo.ts";

/** Every algorithm, where one is chosen by its name. */
export const algorithms: readonly Algorithm[] = [
  ppo,
  a2c,
  actorCritic,
  averageRewardActorCritic,
  impala,
  reinforce,
  naturalPolicyGradient,
  trpo,
  sac,
  reppo,
  rloo,
  grpo,
  evolutionStrategies,
  td3,
  ddpg,
  selfPlay,
  behaviorCloning,
];
