import { batchFromDynamics, environmentFromDynamics } from "../dynamics.ts";
import type { EnvironmentDefinition } from "../environment-definition.ts";
import { foundById } from "../found-by-id.ts";
import { bipedalWalkerDynamics } from "./bipedal-walker-dynamics.ts";

/**
 * BipedalWalker-v3 (as in Gymnasium): walk over uneven ground on two legs with a hip and a knee each, without falling.
 *
 * - Observation `[24]`: the hull's angle (rad), 0.04 times its angular velocity, its velocity in x and in y in units of 8.33
 *   and 12.5 m/s; for each leg the hip's angle, its speed in units of 4 rad/s, the knee's angle plus 1, its speed in units of
 *   6 rad/s, and 1 where the shin touches the ground; and how far each of ten rays gets, of 5.33 m, from straight down to
 *   1.35 rad forward.
 * - Action `[4]`, −1 to 1: the torque of the first hip and knee and of the second ones, in units of 80 N·m. Motors push up
 *   to 4 rad/s at hips and 6 rad/s at knees.
 * - Reward: 4.33 for each m, −5 for each rad that the hull tilts more, and −0.028 for each unit of torque; −100 for falling
 *   and for walking out at the start, in place of it. About 300 for the whole way.
 * - Terminated: when the hull touches the ground, leaves to the left, or reaches the end; truncated after 1600 steps.
 * - Start: standing, pushed a little, before random ground.
 *
 * The ground and the push equal Gymnasium 1.4's, seed by seed. The motion follows the algorithms of Box2D 2.3, which Gymnasium
 * uses, in float64 rather than float32: episodes are equal at first and alike later.
 */
export const bipedalWalker: EnvironmentDefinition<Float32Array, Float32Array> = define(
  "BipedalWalker-v3",
  "Walk over uneven ground on two legs, by the torques of hips and knees.",
  1600,
  false,
);

/** BipedalWalkerHardcore-v3: {@link bipedalWalker} with stumps, stairs and pits; truncated after 2000 steps. */
export const bipedalWalkerHardcore: EnvironmentDefinition<Float32Array, Float32Array> = define(
  "BipedalWalkerHardcore-v3",
  "Walk over stumps, stairs and pits on two legs, by the torques of hips and knees.",
  2000,
  true,
);

function define(
  id: string,
  description: string,
  maxEpisodeSteps: number,
  isHardcore: boolean,
): EnvironmentDefinition<Float32Array, Float32Array> {
  return foundById({
    id,
    description,
    maxEpisodeSteps,
    create: () => environmentFromDynamics(bipedalWalkerDynamics(isHardcore)),
    batch: (count) => batchFromDynamics(bipedalWalkerDynamics(isHardcore), count),
  });
}
