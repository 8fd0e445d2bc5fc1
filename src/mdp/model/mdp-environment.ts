import {
  batchFromDynamics,
  type Dynamics,
  discrete,
  environmentFromDynamics,
} from "../../environments/index.ts";
import { draw } from "./draw.ts";
import type { Mdp } from "./mdp.ts";

/** The two forms in which an MDP is acted in. */
export function mdpEnvironment(mdpOf: () => Mdp) {
  return {
    create: () => environmentFromDynamics(mdpDynamics(mdpOf())),
    batch: (count: number) => batchFromDynamics(mdpDynamics(mdpOf()), count),
  };
}

/**
 * An MDP as an environment. Observations are states and one-hot when flattened. The reward of a step is R(s, a).
 * Entering a terminal state terminates. One number is drawn from the generator for each first state, and one for each
 * step.
 */
function mdpDynamics(mdp: Mdp): Dynamics<number, number> {
  const { states, actions, transitions, legalActions } = mdp;
  return {
    observationSpace: discrete(states),
    actionSpace: discrete(actions),
    stateSize: 1,

    reset(state, at, generator) {
      state[at] = draw(mdp.start, 0, states, generator.random());
    },

    step(state, at, chosen, index, rewards, terminated, generator) {
      rewards[index] = mdp.rewards[state[at] * actions + chosen[index]];
      state[at] = transitions.next(state[at], chosen[index], generator.random());
      terminated[index] = mdp.terminal[state[at]];
    },

    observe(state, at, observations, offset) {
      observations.fill(0, offset, offset + states);
      observations[offset + state[at]] = 1;
    },

    ...(legalActions && {
      legalActions(state: Float64Array, at: number, mask: Uint8Array, offset: number) {
        const first = state[at] * actions;
        for (let action = 0; action < actions; action++) mask[offset + action] = legalActions[first + action];
      },
    }),

    isState: ([state]) => Number.isInteger(state) && state >= 0 && state < states,
  };
}
