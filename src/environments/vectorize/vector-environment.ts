import type { Saved } from "../../state/index.ts";
import type { BatchActions } from "../batch-environment.ts";
import type { Space } from "../spaces/space.ts";
import type { EpisodeInfo } from "./episode-info.ts";

/**
 * `count` copies of an environment behind one interface, whatever the environment: stepped together, reset by
 * themselves, all in flat arrays that are written in place. Make one with {@link vectorize}.
 *
 * When an episode ends in a step, that same step already begins the next one. Then, in the row of that copy:
 * - `rewards`, `terminated` and `truncated` belong to the episode that ended;
 * - `finalObservations` holds its last observation (what a truncated step bootstraps from);
 * - `observations` holds the first observation of the new episode, the one to act on next;
 * - `finalMovers` says who was to move on it, in a game of several players;
 * - `episodeReturns` and `episodeLengths` hold the sum of rewards and the number of steps of the one that ended.
 */
export interface VectorEnvironment {
  /** The environment's name, as in "CartPole-v1". */
  readonly id: string;
  /** The number of copies. */
  readonly count: number;
  readonly observationSpace: Space;
  readonly actionSpace: Space;
  /** Floats per flattened observation. */
  readonly observationSize: number;
  /** Numbers per action: 1 for a discrete space, one per element otherwise. */
  readonly actionSize: number;
  /** The number of steps after which an episode is truncated, if there is a limit. */
  readonly maxEpisodeSteps: number | undefined;

  /** P, how many players there are: 1 except in turn-based games. */
  readonly players: number;
  /** `[count]`: who is to move on the present observation; `undefined` where there is one player. */
  readonly movers: Int32Array | undefined;
  /** `[count]`: who was to move where the episode was cut off in the last step; other entries are stale. */
  readonly finalMovers: Int32Array | undefined;

  /** `[count, players]`: the rewards of the last step, of each player. */
  readonly rewards: Float64Array;
  /** `[count]`: 1 where the task ended in the last step. */
  readonly terminated: Uint8Array;
  /** `[count]`: 1 where the episode was cut off in the last step. Where `terminated` is 1 too, the task did end. */
  readonly truncated: Uint8Array;
  /** `[count, observationSize]`: rows of copies whose episode ended in the last step hold its final observation; the others are stale. */
  readonly finalObservations: Float32Array;
  /**
   * `[count, actionSpace.size]`, 1 where the action is legal on the present observation and 0 elsewhere: one entry for each
   * action of a discrete space, those of the elements one after another for a multi-discrete one. `undefined` for
   * environments without `legalActions`.
   */
  readonly legalActions: Uint8Array | undefined;

  /** `[count]`: number of steps that the present episode has had so far. */
  readonly episodeSteps: Int32Array;

  /** How many episodes ended in the last step. */
  readonly episodesEnded: number;
  /** `[count, players]`: sum of each player's rewards of the episode that ended in the last step; other rows are stale. */
  readonly episodeReturns: Float64Array;
  /** `[count]`: number of steps of the episode that ended in the last step; other rows are stale. */
  readonly episodeLengths: Int32Array;

  /**
   * `[count]`: what the environment told of the episode that ended in the last step; undefined where it told nothing, other
   * rows are stale.
   */
  readonly episodeInfo: readonly (EpisodeInfo | undefined)[];

  /**
   * Begins an episode in every copy, each from its own seed again, so that everything after is as in a fresh
   * vector environment.
   *
   * @param observations receives the first observations, `[count, observationSize]`; any memory will do, such as
   *   the input of a compiled program, and it may be another one at every call
   * @param firstCopy the number of the first copy, which the seeds go by; default: the one of before
   */
  reset(observations: Float32Array, firstCopy?: number): void;

  /**
   * Steps every copy once, and begins the next episode where one ended.
   *
   * @param actions `Int32Array [count]` for a discrete space, counted from 0 whatever its start; `Float32Array
   *   [count, actionSize]` for a box, clipped to its bounds on the way to the environment (the array itself is not
   *   changed); `Int32Array [count, actionSize]` for multi-discrete and multi-binary spaces
   * @param observations receives the observations to act on next, `[count, observationSize]`
   * @throws on the first violation of the environment contract, naming copy, step, expected and found; on an action that is
   *   not legal; and as the cause of an error that names them, what the environment throws
   */
  step(actions: Int32Array | Float32Array, observations: Float32Array): void;

  /**
   * Closes every copy, once however often it is called. When closing a copy fails, the others are closed all the same;
   * then the first error is warned of, or thrown where nobody wants warnings.
   */
  close(): void;

  /**
   * The same as `reset` and `step` for environments that may answer later.
   *
   * @param observations where to write the observations, asked for when all have answered
   */
  resetLater(observations: () => Float32Array, firstCopy?: number): Promise<void>;
  stepLater(actions: BatchActions, observations: () => Float32Array): Promise<void>;

  /** Whether the environment offers its state; otherwise a copy that is restored begins a new episode. */
  readonly savesState: boolean;

  /**
   * What copy `copy` goes on from: its environment, its row of `observations`, and what its episode amounts to so far.
   *
   * @param observations the present ones, `[count, observationSize]`
   */
  saveCopy(copy: number, observations: Float32Array): Saved;

  /**
   * Makes a copy go on from what `saveCopy` gave, here or elsewhere, and writes its row of `observations`. Where the
   * environment has no state, it begins a new episode at `beginRestored`.
   *
   * @throws StateError if it was saved by another environment
   */
  restoreCopy(copy: number, saved: Saved, observations: Float32Array): void;

  /**
   * Begins an episode in the copies that were restored without a state, from a seed that no episode before had, and writes
   * their rows of `observations`. To be called after restoring, before the next step; does nothing where there are no such
   * copies.
   */
  beginRestored(observations: Float32Array): void;
  /** The same for environments that may answer later. */
  beginRestoredLater(observations: () => Float32Array): Promise<void>;
}
