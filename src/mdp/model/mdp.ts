import type { EnvironmentDefinition } from "../../environments/index.ts";
import type { Transitions } from "./transitions.ts";

/**
 * A finite Markov decision process, (S, A, P, R, γ) with a distribution of first states. It is an environment too:
 * give it to `vectorize`, `reinforce` or `ppo` as it is. Observations are states, actions are actions, both discrete.
 *
 * Arrays of states are [states]; those of states and actions are row-major, [states × actions].
 */
export interface Mdp extends EnvironmentDefinition<number, number> {
  readonly states: number;
  readonly actions: number;
  readonly transitions: Transitions;
  /** R(s, a): [states × actions], 0 where an action is illegal. */
  readonly rewards: Float64Array;
  /** [states] */
  readonly start: Float64Array;
  readonly discount: number;
  /** [states], 1 where episodes end. */
  readonly terminal: Uint8Array;
  /** Whether there is a terminal state. */
  readonly isEpisodic: boolean;
  /** [states × actions], 0 where an action is illegal; undefined if all are legal. */
  readonly legalActions: Uint8Array | undefined;
}
