import { cos } from "../../math/elementary/cos.ts";
import { sinCos } from "../../math/elementary/sin-cos.ts";
import { batchFromDynamics, type Dynamics, environmentFromDynamics } from "../dynamics.ts";
import type { EnvironmentDefinition } from "../environment-definition.ts";
import { box } from "../spaces/box.ts";
import { discrete } from "../spaces/discrete.ts";

// Both links have a length of 1 m, a mass of 1 kg, its center at half of their length, and a moment of inertia of 1 kg m².
const CENTER = 0.5;
const CENTER_SQUARED = CENTER * CENTER;
const GRAVITY = 9.8; // m/s²
const TIME_STEP = 0.2; // s
const MAX_SPEEDS = [4 * Math.PI, 9 * Math.PI]; // rad/s

/** θ₁, θ₂, θ̇₁ and θ̇₂ at the four points of a Runge-Kutta step, and their rates of change there. */
const points = new Float64Array(16);
const rates = new Float64Array(16);

/** The sine and the cosine of an angle. */
const ofAngle = new Float64Array(new ArrayBuffer(16));

/**
 * State: angle θ₁ of the first link from hanging down, angle θ₂ of the second from the first (rad, within ±π), and their
 * velocities (rad/s). A step is one of the classic Runge-Kutta method, in Gymnasium's order of evaluation.
 */
export const acrobotDynamics: Dynamics<Float32Array, number> = {
  observationSpace: box({
    low: [-1, -1, -1, -1, ...MAX_SPEEDS.map((speed) => -speed)],
    high: [1, 1, 1, 1, ...MAX_SPEEDS],
  }),
  actionSpace: discrete(3),
  stateSize: 4,

  reset(state, at, generator) {
    for (let i = 0; i < 4; i += 1) state[at + i] = Math.fround(generator.uniform(-0.1, 0.1));
  },

  step(state, at, actions, index, rewards, terminated) {
    const torque = actions[index] - 1;
    for (let point = 0; point < 16; point += 4) {
      const part = point === 12 ? TIME_STEP : TIME_STEP / 2;
      for (let i = 0; i < 4; i += 1) {
        points[point + i] = point === 0 ? state[at + i] : state[at + i] + part * rates[point - 4 + i];
      }
      writeRates(point, torque);
    }
    for (let i = 0; i < 4; i += 1) {
      const sum = rates[i] + 2 * rates[4 + i] + 2 * rates[8 + i] + rates[12 + i];
      const next = state[at + i] + (TIME_STEP / 6) * sum;
      state[at + i] = i < 2 ? wrap(next) : Math.max(-MAX_SPEEDS[i - 2], Math.min(MAX_SPEEDS[i - 2], next));
    }
    const isUp = -cos(state[at]) - cos(state[at + 1] + state[at]) > 1;
    rewards[index] = isUp ? 0 : -1;
    terminated[index] = isUp ? 1 : 0;
  },

  observe(state, at, observations, offset) {
    for (let i = 0; i < 2; i += 1) {
      sinCos(state[at + i], ofAngle);
      observations[offset + 2 * i] = ofAngle[1];
      observations[offset + 2 * i + 1] = ofAngle[0];
    }
    observations[offset + 4] = state[at + 2];
    observations[offset + 5] = state[at + 3];
  },

  render: (state, at) => ({ scene: "acrobot", angles: [state[at], state[at + 1]] }),
};

/** The equations of motion of Sutton and Barto (2018), at the four numbers of `points` from `at` on. */
function writeRates(at: number, torque: number): void {
  const first = points[at];
  const second = points[at + 1];
  const firstSpeed = points[at + 2];
  const secondSpeed = points[at + 3];
  sinCos(second, ofAngle);
  const sine = ofAngle[0];
  const cosine = ofAngle[1];
  const d1 = CENTER_SQUARED + (1 + CENTER_SQUARED + 2 * CENTER * cosine) + 1 + 1;
  const d2 = CENTER_SQUARED + CENTER * cosine + 1;
  const phi2 = CENTER * GRAVITY * cos(first + second - Math.PI / 2);
  const phi1 =
    -CENTER * (secondSpeed * secondSpeed) * sine -
    2 * CENTER * secondSpeed * firstSpeed * sine +
    (CENTER + 1) * GRAVITY * cos(first - Math.PI / 2) +
    phi2;
  const acceleration =
    (torque + (d2 / d1) * phi1 - CENTER * (firstSpeed * firstSpeed) * sine - phi2) /
    (CENTER_SQUARED + 1 - (d2 * d2) / d1);
  rates[at] = firstSpeed;
  rates[at + 1] = secondSpeed;
  rates[at + 2] = -(d2 * acceleration + phi1) / d1;
  rates[at + 3] = acceleration;
}

/** The angle within ±π, by whole turns. */
function wrap(angle: number): number {
  let wrapped = angle;
  while (wrapped > Math.PI) wrapped -= 2 * Math.PI;
  while (wrapped < -Math.PI) wrapped += 2 * Math.PI;
  return wrapped;
}

/**
 * Acrobot-v1 (Sutton 1996, as in Gymnasium): swing the end of two links up, by a torque at the joint between them.
 *
 * - Observation `[6]`: cos θ₁, sin θ₁, cos θ₂, sin θ₂, θ̇₁, θ̇₂ (rad/s), with θ₁ = 0 for a first link that hangs down, and θ₂
 *   the angle of the second to it.
 * - Actions: 0 turns by −1 N·m, 1 not at all, 2 by 1 N·m.
 * - Reward: −1 at every step, and 0 at the one that reaches the height.
 * - Terminated: when the end is more than a link's length above the fixed joint: −cos θ₁ − cos(θ₁ + θ₂) > 1.
 * - Truncated: after 500 steps.
 * - Start: each of the four uniform in (−0.1, 0.1).
 *
 * Trajectories equal Gymnasium 1.4's, seed by seed.
 */
export const acrobot: EnvironmentDefinition<Float32Array, number> = {
  id: "Acrobot-v1",
  description: "Swing the end of two links up, by a torque at the joint between them.",
  maxEpisodeSteps: 500,
  create: () => environmentFromDynamics(acrobotDynamics),
  batch: (count) => batchFromDynamics(acrobotDynamics, count),
};
