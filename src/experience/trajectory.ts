import type { EpisodeInfo } from "../environments/index.ts";
import type { Floats } from "./returns/floats.ts";

/**
 * What acting brought: T steps of N copies of an environment, time-major. Entry `t * N + i` of a `[T, N]` array belongs
 * to step t of copy i, whose next step is entry `(t + 1) * N + i` unless the episode ended in between. Whole episodes
 * are such a trajectory too: one copy that plays one after another, in T steps altogether.
 */
export interface Trajectory {
  /** T */
  readonly steps: number;
  /** N */
  readonly count: number;
  /** P, how many players there are: 1 except in turn-based games. */
  readonly players: number;
  /** `[T, N]`: who moved, in a game of several players; otherwise `undefined`, as the other two. */
  readonly movers: Int32Array | undefined;
  /** `[T, N]`: who was to move where the episode was cut off; other entries are stale. */
  readonly finalMovers: Int32Array | undefined;
  /** `[N]`: who is to move after the last step; not to be used where that step ended its episode. */
  readonly lastMovers: Int32Array | undefined;
  /** `[T, N, observationSize]`: what was acted on. */
  readonly observations: Float32Array;
  /** `[T, N, actionSize]`, as the policy drew them: see `toActions` of a policy. */
  readonly actions: Int32Array | Float32Array;
  /** `[T, N, actions]`: 1 where an action was legal, where the environment says so. */
  readonly legalActions: Float32Array | Uint8Array | undefined;
  /**
   * Of a recurrent policy: `[T, N, stateSize]`, what it remembered of the episode before it saw the observation; zeros where
   * the episode begins.
   */
  readonly policyStates?: Float32Array | undefined;
  /** The same of a recurrent value function. */
  readonly valueStates?: Float32Array | undefined;
  /** `[T, N]`, where one of them is recurrent: 1 where an episode begins. */
  readonly begins?: Float32Array | undefined;
  /** `[N]`: the steps that each copy's episode had before. */
  readonly stepsBefore: Int32Array;
  /** `[T, N]`: log π(a | s) when the action was drawn. */
  readonly logProbs: Float32Array;
  /** `[T, N, P]`: r_t, of each player. */
  readonly rewards: Float64Array;
  /** `[T, N]`: 1 where the task ended: nothing follows, so nothing is bootstrapped. */
  readonly terminated: Uint8Array;
  /** `[T, N]`: 1 where the episode was cut off; where `terminated` is 1 too, the task did end. */
  readonly truncated: Uint8Array;
  /** `[T, N]`: V(s) when the action was drawn; zeros without a value function. */
  readonly values: Float32Array;
  /** `[T, N]`: V of the final observation where the episode was cut off; other entries are stale. */
  readonly finalValues: Float32Array;
  /** `[N]`: V of the observations after the last step; not to be used where that step ended its episode. */
  readonly lastValues: Float32Array;
  /** `[T, N]`: the number of steps of the episode that ended in that step; 0 where none did. */
  readonly episodeLengths: Int32Array;
  /** `[T, N, P]`: each player's sum of rewards of the episode that ended in that step; other entries are stale. */
  readonly episodeReturns: Float64Array;
  /** What the environment told of episodes that ended, in the order of their entries; empty where it tells nothing. */
  readonly episodeInfo: readonly InfoAt[];
}

/** What an environment told of an episode. */
export interface InfoAt {
  /** The entry of a `[T, N]` array that belongs to the last step of the episode. */
  readonly at: number;
  readonly info: EpisodeInfo;
}

/** With what each step led to, for replay. */
export interface TransitionTrajectory extends Trajectory {
  /** `[T, N, observationSize]`: the final observation where the step ended its episode. */
  readonly nextObservations: Float32Array;
}

/** Where the episodes of a trajectory of whole ones begin: as many numbers as there are episodes, rising from 0. */
export function episodeStarts({ episodeLengths }: Pick<Trajectory, "episodeLengths">): Int32Array {
  let episodes = 0;
  for (let at = 0; at < episodeLengths.length; at++) if (episodeLengths[at] > 0) episodes++;
  const starts = new Int32Array(episodes);
  let episode = 0;
  for (let at = 0; at < episodeLengths.length; at++) {
    if (episodeLengths[at] > 0) starts[episode++] = at + 1 - episodeLengths[at];
  }
  return starts;
}

/** What the returns of whole episodes have to know of their players. */
export function turnsOf(trajectory: Trajectory) {
  const { players, movers, finalMovers } = trajectory;
  return { players, movers, finalMovers: finalMovers && atEnds(finalMovers, trajectory) };
}

/** The entries of a `[T, N]` array where whole episodes end, in their order. */
export function atEnds(
  values: Floats | Int32Array,
  { episodeLengths }: Pick<Trajectory, "episodeLengths">,
): Float64Array {
  const ends = episodeLengths.reduce((count, length) => count + (length > 0 ? 1 : 0), 0);
  const chosen = new Float64Array(ends);
  let episode = 0;
  for (let at = 0; at < episodeLengths.length; at++)
    if (episodeLengths[at] > 0) chosen[episode++] = values[at];
  return chosen;
}
