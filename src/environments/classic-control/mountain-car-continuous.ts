import { cos } from "../../math/elementary/cos.ts";
import { batchFromDynamics, type Dynamics, environmentFromDynamics } from "../dynamics.ts";
import type { EnvironmentDefinition } from "../environment-definition.ts";
import { box } from "../spaces/box.ts";

const fround = Math.fround;
const MIN_POSITION = fround(-1.2);
const MAX_POSITION = fround(0.6);
const MAX_SPEED = fround(0.07);
const GOAL = fround(0.45);
const POWER = fround(0.0015);
const GRAVITY = 0.0025;

/**
 * State: position x in a valley of height sin(3x), velocity per step. As in Gymnasium, where NumPy keeps the state as
 * float32 from the first step on, everything is rounded to float32 but the cosine and what a reset drew.
 */
export const mountainCarContinuousDynamics: Dynamics<Float32Array, Float32Array> = {
  observationSpace: box({ low: [-1.2, -0.07], high: [0.6, 0.07] }),
  actionSpace: box({ low: -1, high: 1, shape: [1] }),
  stateSize: 2,

  reset(state, at, generator) {
    state[at] = generator.uniform(-0.6, -0.4);
    state[at + 1] = 0;
  },

  step(state, at, actions, index, rewards, terminated) {
    const action = actions[index];
    const from = state[at];
    // Three times a float32 is a float32 in NumPy, and three times the float64 of a reset a float64.
    const angle = fround(from) === from ? fround(3 * from) : 3 * from;
    const change = fround(fround(action * POWER) - fround(GRAVITY * cos(angle)));
    const velocity = Math.max(-MAX_SPEED, Math.min(MAX_SPEED, fround(state[at + 1] + change)));
    const position = Math.max(MIN_POSITION, Math.min(MAX_POSITION, fround(from + velocity)));
    const atWall = position === MIN_POSITION && velocity < 0;
    const atGoal = position >= GOAL && velocity >= 0;
    state[at] = position;
    state[at + 1] = atWall ? 0 : velocity;
    rewards[index] = (atGoal ? 100 : 0) - action * action * 0.1;
    terminated[index] = atGoal ? 1 : 0;
  },

  observe(state, at, observations, offset) {
    observations[offset] = state[at];
    observations[offset + 1] = state[at + 1];
  },

  render: (state, at) => ({ scene: "mountain-car", position: state[at], goal: GOAL }),
};

/**
 * MountainCarContinuous-v0 (Moore 1990, as in Gymnasium): drive a car out of a valley by a force of any size, with an
 * engine too weak to climb at once, and little fuel. Whoever does nothing loses nothing: the reward of the goal has to be
 * found by chance.
 *
 * - Observation `[2]`: position, −1.2 to 0.6, with the bottom of the valley at −π/6; velocity per step, −0.07 to 0.07.
 * - Action `[1]`: force, −1 to 1, to the left and to the right.
 * - Reward: −0.1 force² at every step, and 100 more at the goal.
 * - Terminated: at position 0.45 or beyond, moving to the right or standing.
 * - Truncated: after 999 steps.
 * - Start: at rest, position uniform in (−0.6, −0.4).
 *
 * Trajectories equal Gymnasium 1.4's, seed by seed.
 */
export const mountainCarContinuous: EnvironmentDefinition<Float32Array, Float32Array> = {
  id: "MountainCarContinuous-v0",
  description:
    "Drive a car out of a valley by a force that costs fuel, with an engine too weak to climb at once.",
  maxEpisodeSteps: 999,
  create: () => environmentFromDynamics(mountainCarContinuousDynamics),
  batch: (count) => batchFromDynamics(mountainCarContinuousDynamics, count),
};
