import { sin } from "../../math/elementary/sin.ts";
import { sinCos } from "../../math/elementary/sin-cos.ts";
import { batchFromDynamics, type Dynamics, environmentFromDynamics } from "../dynamics.ts";
import type { EnvironmentDefinition } from "../environment-definition.ts";
import { box } from "../spaces/box.ts";

const GRAVITY = 10; // m/s²
const MASS = 1; // kg
const LENGTH = 1; // m
const TIME_STEP = 0.05; // s
const MAX_SPEED = 8; // rad/s
const MAX_TORQUE = 2; // N·m

/** The sine and the cosine of the angle. */
const ofAngle = new Float64Array(new ArrayBuffer(16));

/**
 * State: angle θ from upright (rad, not wrapped), angular velocity θ̇ (rad/s). The order of evaluation is
 * Gymnasium's, where the torque is a float32 and so are the two products that only it and constants enter.
 */
export const pendulumDynamics: Dynamics<Float32Array, Float32Array> = {
  observationSpace: box({ low: [-1, -1, -MAX_SPEED], high: [1, 1, MAX_SPEED] }),
  actionSpace: box({ low: -MAX_TORQUE, high: MAX_TORQUE, shape: [1] }),
  stateSize: 2,

  reset(state, at, generator) {
    state[at] = generator.uniform(-Math.PI, Math.PI);
    state[at + 1] = generator.uniform(-1, 1);
  },

  step(state, at, actions, index, rewards, terminated) {
    const angle = state[at];
    const speed = state[at + 1];
    const torque = clip(actions[index], MAX_TORQUE);

    const deviation = wrap(angle);
    const effort = Math.fround(Math.fround(0.001) * Math.fround(torque * torque));
    rewards[index] = -(deviation * deviation + 0.1 * (speed * speed) + effort);
    terminated[index] = 0;

    const gravitation = ((3 * GRAVITY) / (2 * LENGTH)) * sin(angle);
    const drive = Math.fround((3 / (MASS * (LENGTH * LENGTH))) * torque);
    const nextSpeed = clip(speed + (gravitation + drive) * TIME_STEP, MAX_SPEED);
    state[at] = angle + nextSpeed * TIME_STEP;
    state[at + 1] = nextSpeed;
  },

  observe(state, at, observations, offset) {
    sinCos(state[at], ofAngle);
    observations[offset] = ofAngle[1];
    observations[offset + 1] = ofAngle[0];
    observations[offset + 2] = state[at + 1];
  },

  render: (state, at) => ({ scene: "pendulum", angle: state[at] }),
};

/** The value between −limit and limit; NaN stays NaN. */
function clip(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value));
}

/** The angle in [−π, π): ((angle + π) mod 2π) − π, where the remainder has the sign of 2π. */
function wrap(angle: number): number {
  const remainder = (angle + Math.PI) % (2 * Math.PI);
  return (remainder < 0 ? remainder + 2 * Math.PI : remainder) - Math.PI;
}

/**
 * Pendulum-v1 (as in Gymnasium): swing a pendulum up and hold it upright, with a motor too weak to lift it at once.
 *
 * - Observation `[3]`: cos θ, sin θ, angular velocity θ̇ (rad/s), with θ = 0 upright.
 * - Action `[1]`: torque in N·m, −2 to 2.
 * - Reward: −(θ² + 0.1 θ̇² + 0.001 torque²), of the state before the step; θ wrapped to [−π, π).
 * - Never terminated; truncated after 200 steps.
 * - Start: θ uniform in (−π, π), θ̇ in (−1, 1).
 *
 * Trajectories equal Gymnasium 1.4's, seed by seed.
 */
export const pendulum: EnvironmentDefinition<Float32Array, Float32Array> = {
  id: "Pendulum-v1",
  description: "Swing a pendulum up and hold it upright, by a torque too weak to lift it at once.",
  maxEpisodeSteps: 200,
  create: () => environmentFromDynamics(pendulumDynamics),
  batch: (count) => batchFromDynamics(pendulumDynamics, count),
};
