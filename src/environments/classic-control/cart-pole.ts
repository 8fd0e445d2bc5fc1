import { sinCos } from "../../math/elementary/sin-cos.ts";
import { batchFromDynamics, type Dynamics, environmentFromDynamics } from "../dynamics.ts";
import type { EnvironmentDefinition } from "../environment-definition.ts";
import { box } from "../spaces/box.ts";
import { discrete } from "../spaces/discrete.ts";

const GRAVITY = 9.8; // m/s²
const CART_MASS = 1; // kg
const POLE_MASS = 0.1; // kg
const TOTAL_MASS = POLE_MASS + CART_MASS;
const HALF_POLE_LENGTH = 0.5; // m
const POLE_MASS_LENGTH = POLE_MASS * HALF_POLE_LENGTH;
const FORCE = 10; // N
const TIME_STEP = 0.02; // s
const ANGLE_LIMIT = (12 * 2 * Math.PI) / 360; // 12° in radians
const POSITION_LIMIT = 2.4; // m

/** The sine and the cosine of the angle. */
const ofAngle = new Float64Array(new ArrayBuffer(16));

/**
 * State: position x (m), velocity ẋ (m/s), angle θ from upright (rad), angular velocity θ̇ (rad/s). The equations of
 * motion and their order of evaluation are Gymnasium's, so that trajectories are equal to the bit; Euler's method
 * moves the positions by the velocities from before the step.
 */
export const cartPoleDynamics: Dynamics<Float32Array, number> = {
  observationSpace: box({
    low: [-2 * POSITION_LIMIT, -Infinity, -2 * ANGLE_LIMIT, -Infinity],
    high: [2 * POSITION_LIMIT, Infinity, 2 * ANGLE_LIMIT, Infinity],
  }),
  actionSpace: discrete(2),
  stateSize: 4,

  reset(state, at, generator) {
    for (let i = 0; i < 4; i += 1) state[at + i] = generator.uniform(-0.05, 0.05);
  },

  step(state, at, actions, index, rewards, terminated) {
    const velocity = state[at + 1];
    const angle = state[at + 2];
    const angularVelocity = state[at + 3];
    const force = (2 * actions[index] - 1) * FORCE;
    sinCos(angle, ofAngle);
    const sine = ofAngle[0];
    const cosine = ofAngle[1];

    const push = (force + POLE_MASS_LENGTH * (angularVelocity * angularVelocity) * sine) / TOTAL_MASS;
    const angularAcceleration =
      (GRAVITY * sine - cosine * push) /
      (HALF_POLE_LENGTH * (4 / 3 - (POLE_MASS * (cosine * cosine)) / TOTAL_MASS));
    const acceleration = push - (POLE_MASS_LENGTH * angularAcceleration * cosine) / TOTAL_MASS;

    const nextPosition = state[at] + TIME_STEP * velocity;
    const nextAngle = angle + TIME_STEP * angularVelocity;
    state[at] = nextPosition;
    state[at + 1] = velocity + TIME_STEP * acceleration;
    state[at + 2] = nextAngle;
    state[at + 3] = angularVelocity + TIME_STEP * angularAcceleration;

    const fell = Math.abs(nextPosition) > POSITION_LIMIT || Math.abs(nextAngle) > ANGLE_LIMIT;
    rewards[index] = 1;
    terminated[index] = fell ? 1 : 0;
  },

  observe(state, at, observations, offset) {
    observations[offset] = state[at];
    observations[offset + 1] = state[at + 1];
    observations[offset + 2] = state[at + 2];
    observations[offset + 3] = state[at + 3];
  },

  render: (state, at) => ({ scene: "cart-pole", position: state[at], angle: state[at + 2] }),
};

/**
 * CartPole-v1 (Barto, Sutton and Anderson 1983, as in Gymnasium): keep a pole upright on a cart by pushing the cart
 * to the left (action 0) or to the right (1).
 *
 * - Observation `[4]`: position (m), velocity (m/s), angle of the pole (rad), its angular velocity (rad/s).
 * - Reward: 1 at every step, the last included.
 * - Terminated: when the pole leans by more than 12°, or the cart is more than 2.4 m from the middle.
 * - Truncated: after 500 steps, so that the best return is 500.
 * - Start: each of the four uniform in (−0.05, 0.05).
 *
 * Trajectories equal Gymnasium 1.4's, seed by seed.
 */
export const cartPole: EnvironmentDefinition<Float32Array, number> = {
  id: "CartPole-v1",
  description: "Keep a pole upright on a cart by pushing the cart to the left or to the right.",
  maxEpisodeSteps: 500,
  create: () => environmentFromDynamics(cartPoleDynamics),
  batch: (count) => batchFromDynamics(cartPoleDynamics, count),
};
