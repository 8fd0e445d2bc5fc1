import { cos } from "../../math/elementary/cos.ts";
import { batchFromDynamics, type Dynamics, environmentFromDynamics } from "../dynamics.ts";
import type { EnvironmentDefinition } from "../environment-definition.ts";
import { box } from "../spaces/box.ts";
import { discrete } from "../spaces/discrete.ts";

const MIN_POSITION = -1.2;
const MAX_POSITION = 0.6;
const MAX_SPEED = 0.07;
const GOAL = 0.5;
const FORCE = 0.001;
const GRAVITY = 0.0025;

/** State: position x in a valley of height sin(3x), velocity per step. The order of evaluation is Gymnasium's. */
export const mountainCarDynamics: Dynamics<Float32Array, number> = {
  observationSpace: box({ low: [MIN_POSITION, -MAX_SPEED], high: [MAX_POSITION, MAX_SPEED] }),
  actionSpace: discrete(3),
  stateSize: 2,

  reset(state, at, generator) {
    state[at] = generator.uniform(-0.6, -0.4);
    state[at + 1] = 0;
  },

  step(state, at, actions, index, rewards, terminated) {
    const change = (actions[index] - 1) * FORCE + cos(3 * state[at]) * -GRAVITY;
    const velocity = Math.max(-MAX_SPEED, Math.min(MAX_SPEED, state[at + 1] + change));
    const position = Math.max(MIN_POSITION, Math.min(MAX_POSITION, state[at] + velocity));
    const atWall = position === MIN_POSITION && velocity < 0;
    state[at] = position;
    state[at + 1] = atWall ? 0 : velocity;
    rewards[index] = -1;
    terminated[index] = position >= GOAL && velocity >= 0 ? 1 : 0;
  },

  observe(state, at, observations, offset) {
    observations[offset] = state[at];
    observations[offset + 1] = state[at + 1];
  },

  render: (state, at) => ({ scene: "mountain-car", position: state[at], goal: GOAL }),
};

/**
 * MountainCar-v0 (Moore 1990, as in Gymnasium): drive a car out of a valley, with an engine too weak to climb at once, so
 * that it has to gain speed on the other side first.
 *
 * - Observation `[2]`: position, −1.2 to 0.6, with the bottom of the valley at −π/6; velocity per step, −0.07 to 0.07.
 * - Actions: 0 accelerates to the left, 1 not at all, 2 to the right.
 * - Reward: −1 at every step, the last included.
 * - Terminated: at position 0.5 or beyond, moving to the right or standing.
 * - Truncated: after 200 steps.
 * - Start: at rest, position uniform in (−0.6, −0.4).
 *
 * Trajectories equal Gymnasium 1.4's, seed by seed.
 */
export const mountainCar: EnvironmentDefinition<Float32Array, number> = {
  id: "MountainCar-v0",
  description: "Drive a car out of a valley, with an engine too weak to climb at once.",
  maxEpisodeSteps: 200,
  create: () => environmentFromDynamics(mountainCarDynamics),
  batch: (count) => batchFromDynamics(mountainCarDynamics, count),
};
