import type { NoiseSource } from "../random/index.ts";
import type { ActionArray } from "./decode-action.ts";

/** A policy made ready to act on a fixed number of observations at once. Nothing is allocated while it acts. */
export interface Actor {
  readonly count: number;
  /** [count, observationSize]: write the observations here, then call `sample` or `greedy`. */
  readonly observations: Float32Array;
  /** [count, actions], not 0 where an action is legal; initially all 1. Undefined for policies without masks. */
  readonly legalActions: Float32Array | undefined;
  /**
   * [count, stateSize]: what a recurrent policy remembers of the episodes, zeros where one begins; empty for others. `sample`
   * and `greedy` put the states that follow in their place.
   */
  readonly policyStates: Float32Array;
  /** [count, stateSize]: the same of the value function, which `sample` moves on; where it has the policy's, these. */
  readonly valueStates: Float32Array;
  /** Begins an episode in a row: its states become zeros. @throws RangeError when there is no such row */
  begin(row: number): void;
  /**
   * Draws actions with their log-probabilities, and evaluates the value function; row i draws from generators[i].
   *
   * @throws TypeError unless there are `count` generators, each with the functions random() and normal()
   */
  sample(generators: readonly NoiseSource[]): void;
  /** Takes the most probable actions. Log-probabilities and values stay as they are. */
  greedy(): void;
  /** [count] indices from 0 for discrete actions, [count, size] floats (not clipped) for boxes: for the environment. */
  readonly actions: ActionArray;
  /** The same actions as the policy draws them, which is what it learns from: see `toActions` of a policy. */
  readonly drawn: ActionArray;
  /** [count]: log π(a | s) of the sampled actions. */
  readonly logProbs: Float32Array;
  /** [count]: V(s) at the last `sample`; zeros without a value function. */
  readonly values: Float32Array;
}
