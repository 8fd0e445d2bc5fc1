import { batchFromDynamics, type Dynamics, environmentFromDynamics } from "../dynamics.ts";
import type { EnvironmentDefinition } from "../environment-definition.ts";
import { box } from "../spaces/box.ts";
import { discrete } from "../spaces/discrete.ts";

/** Steps of an episode: the choice is the last of them. */
const length = 10;

/** State: the cue, 0 or 1, and how many steps have been taken. */
export const recallDynamics: Dynamics<Float32Array, number> = {
  observationSpace: box({ low: [-1, 0], high: [1, 1] }),
  actionSpace: discrete(2),
  stateSize: 2,

  reset(state, at, generator) {
    state[at] = generator.integers(0, 2);
    state[at + 1] = 0;
  },

  step(state, at, actions, index, rewards, terminated) {
    state[at + 1] += 1;
    const chosen = state[at + 1] === length;
    rewards[index] = chosen ? (actions[index] === state[at] ? 1 : -1) : 0;
    terminated[index] = chosen ? 1 : 0;
  },

  observe(state, at, observations, offset) {
    const steps = state[at + 1];
    observations[offset] = steps === 0 ? 2 * state[at] - 1 : 0;
    observations[offset + 1] = steps === length - 1 ? 1 : 0;
  },

  isState: ([cue, steps]) =>
    (cue === 0 || cue === 1) && Number.isInteger(steps) && steps >= 0 && steps <= length,
};

/**
 * Recall-v0: remember a cue, and say later what it was (a T-maze in its simplest form, after Bakker 2002,
 * https://papers.nips.cc/paper/1953-reinforcement-learning-with-long-short-term-memory). What is seen at the choice does
 * not depend on the cue: a policy without memory is right half of the time, whatever it is.
 *
 * - Observation `[2]`: at first the cue, −1 or 1, and 0 later; and 1 when the choice is to be made, 0 before.
 * - Actions: 0 says that the cue was −1, 1 that it was 1. Only the last of ten counts.
 * - Reward: at the last step 1 where the choice is right and −1 where it is wrong; 0 before.
 * - Terminated: after 10 steps.
 * - Start: either cue with probability ½.
 */
export const recall: EnvironmentDefinition<Float32Array, number> = {
  id: "Recall-v0",
  description: "Remember a cue of the first step, and choose by it at the tenth.",
  create: () => environmentFromDynamics(recallDynamics),
  batch: (count) => batchFromDynamics(recallDynamics, count),
};
