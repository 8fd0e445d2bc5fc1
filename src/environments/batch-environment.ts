import type { Saved } from "../state/index.ts";
import type { Info } from "./environment.ts";
import type { Rendering } from "./rendering.ts";
import type { Space } from "./spaces/space.ts";
import type { Warn } from "./vectorize/watch-bounds.ts";

/**
 * Actions of all copies: `Int32Array [count]` for a discrete space, `Float32Array [count, size]` for a box,
 * `Int32Array [count, elements]` for multi-discrete and multi-binary spaces.
 */
export type BatchActions = Int32Array | Float32Array;

/**
 * Many copies of one environment with their state in typed arrays, all stepped by one call: the fast path.
 * Nothing is allocated while it steps. It neither resets by itself nor knows of time limits: `vectorize` does both.
 */
export interface BatchEnvironment {
  /** How many copies there are. */
  readonly count: number;
  readonly observationSpace: Space;
  readonly actionSpace: Space;
  /** How many players a turn-based game has; default 1. */
  readonly players?: number;

  /**
   * Begins an episode in copy `index` and writes its first observation into row `index` of `observations`
   * `[count, observationSpace.size]`. A seed restarts this copy's generator: the same episodes follow as from
   * `Environment.reset({ seed })`.
   */
  reset(index: number, observations: Float32Array, seed?: number): void;

  /**
   * Steps every copy once.
   *
   * @param actions members of the action space as they are: a discrete action includes the space's start, a box
   *   action is within the bounds
   * @param observations receives `[count, observationSpace.size]`
   * @param rewards receives `[count, players]`
   * @param terminated receives `[count]`, 1 where the task ended and 0 elsewhere
   * @param truncated `[count]`, all 0; for an environment that cuts its episodes off itself to write 1 where it did
   */
  step(
    actions: BatchActions,
    observations: Float32Array,
    rewards: Float32Array | Float64Array,
    terminated: Uint8Array,
    truncated: Uint8Array,
  ): void;

  /** The same as `reset` and `step` for copies that may answer later: both of them, or neither. */
  resetLater?(index: number, observations: Float32Array, seed?: number): Promise<void>;
  stepLater?(
    actions: BatchActions,
    observations: Float32Array,
    rewards: Float32Array | Float64Array,
    terminated: Uint8Array,
    truncated: Uint8Array,
  ): Promise<void>;

  /**
   * Writes 1 for every action that is legal now and 0 for the others into `mask`, `[count, actionSpace.size]`: see
   * `LegalActions`. For discrete and multi-discrete action spaces. Without this method, every action always is.
   */
  legalActions?(mask: Uint8Array): void;

  /**
   * The present observation of a copy, as a member of its space. The single form asks for it rather than looking for it in
   * what is written: of a discrete space of hundreds of states, that is most of a step.
   */
  observation?(index: number): unknown;

  /**
   * What a copy has to tell of the step just made, as `info` of `Environment.step` does. Asked for where an episode ends:
   * its numbers and flags are averaged over episodes in reports.
   */
  info?(index: number): Info | undefined;

  /**
   * Writes who is to move in each copy, `[count]`, from 0 to `players` − 1. For turn-based games, which must have it. What
   * it writes for a copy whose task has ended is not read.
   */
  currentPlayer?(movers: Int32Array): void;

  /**
   * The state of a copy, its generator's included, from which it goes on with `restore`. Without these two methods a
   * training that is resumed begins new episodes.
   */
  save?(index: number): Saved;

  /** Makes a copy go on from what `save` gave, also that of another batch. @throws if it is of another environment */
  restore?(index: number, saved: Saved): void;

  /** What is to be seen of a copy, as `render` of `Environment` says it. */
  render?(index: number): Rendering;

  /** Is given what is told of what goes wrong without ending a training, such as a connection that was lost for a time. */
  warnBy?(warn: Warn): void;

  /** Lets go of what the copies hold. */
  close?(): void;
}
