import { actionLayout, createActions } from "./action-layout.ts";
import type { Floats } from "./floats.ts";
import { requireInteger } from "./require.ts";
import type { VectorEnvironment } from "./vector-environment.ts";

/**
 * T steps of N copies of an environment, time-major: entry `t * count + i` of a `[steps, count]` array belongs to
 * step t of copy i. Everything is allocated once and written in place.
 */
export interface Rollout {
  /** T */
  readonly steps: number;
  /** N */
  readonly count: number;
  readonly observationSize: number;
  readonly actionSize: number;
  /** `[steps + 1, count, observationSize]`: what was acted on; the last row is what follows the last step. */
  readonly observations: Float32Array;
  /** The steps + 1 rows of `observations`, each `[count, observationSize]`: the targets of `reset` and `step`. */
  readonly observationRows: readonly Float32Array[];
  /** `[steps, count, actionSize]`, as the policy chose them. */
  readonly actions: Int32Array | Float32Array;
  /** The rows of `actions`, each `[count, actionSize]`. */
  readonly actionRows: readonly (Int32Array | Float32Array)[];
  /** `[steps, count]` */
  readonly rewards: Float64Array;
  /** `[steps, count]`: 1 where the task ended */
  readonly terminated: Uint8Array;
  /** `[steps, count]`: 1 where the episode was cut off */
  readonly truncated: Uint8Array;
  /** `[steps, count]`: the number of steps of the episode that ended in that step; 0 where none did. */
  readonly episodeLengths: Int32Array;
  /** `[steps, count]`: the sum of rewards of the episode that ended in that step; other entries are stale. */
  readonly episodeReturns: Float64Array;
  /** `[steps, count, actions]`: which actions were legal when the step was taken, if the environment says so. */
  readonly legalActions: Uint8Array | undefined;
  /** The final observations of episodes that were cut off: they stand nowhere else. */
  readonly truncations: Truncations;
}

/** The final observations of the truncated (and not terminated) steps of a rollout, in the order of the steps. */
export interface Truncations {
  /** How many there are. */
  readonly count: number;
  /** `[count]` and room for more: the entry `t * N + i` of each in the `[steps, N]` arrays. */
  readonly entries: Int32Array;
  /** `[count, observationSize]` and room for more. Grows when needed: read it anew from the rollout. */
  readonly observations: Float32Array;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * An empty rollout of `steps` steps, in the sizes of the environment.
 *
 * @example
 * const rollout = createRollout(environment, 128);
 * environment.reset(rollout.observationRows[0]);
 * for (let step = 0; step < rollout.steps; step += 1) {
 *   choose(rollout.observationRows[step], rollout.actionRows[step]);
 *   recordLegalActions(rollout, step, environment);
 *   environment.step(rollout.actionRows[step], rollout.observationRows[step + 1]);
 *   recordStep(rollout, step, environment);
 * }
 * // … learn from it, then go on where it stopped:
 * restartRollout(rollout);
 */
export function createRollout(environment: VectorEnvironment, steps: number): Rollout {
  requireInteger("steps", steps, 1);
  const { count, observationSize, actionSpace, legalActions } = environment;
  const actionSize = actionLayout(actionSpace).size;
  const observations = new Float32Array((steps + 1) * count * observationSize);
  const actions = createActions(actionSpace, steps * count);
  const truncations: Truncations = {
    count: 0,
    entries: new Int32Array(count),
    observations: new Float32Array(count * observationSize),
  };
  return {
    steps,
    count,
    observationSize,
    actionSize,
    observations,
    observationRows: rows(observations, steps + 1),
    actions,
    actionRows: rows(actions, steps),
    rewards: new Float64Array(steps * count),
    terminated: new Uint8Array(steps * count),
    truncated: new Uint8Array(steps * count),
    episodeLengths: new Int32Array(steps * count),
    episodeReturns: new Float64Array(steps * count),
    legalActions: legalActions && new Uint8Array(steps * legalActions.length),
    truncations,
  };
}

/** Copies what the environment's last step brought into the rollout: rewards, flags and final observations. */
export function recordStep(rollout: Rollout, step: number, environment: VectorEnvironment): void {
  const { count, truncations } = rollout;
  const { rewards, terminated, truncated, finalObservations } = environment;
  rollout.rewards.set(rewards, step * count);
  rollout.terminated.set(terminated, step * count);
  rollout.truncated.set(truncated, step * count);
  rollout.episodeLengths.fill(0, step * count, (step + 1) * count);
  if (environment.episodesEnded === 0) return;
  for (let copy = 0; copy < count; copy += 1) {
    if (terminated[copy] === 0 && truncated[copy] === 0) continue;
    rollout.episodeLengths[step * count + copy] = environment.episodeLengths[copy];
    rollout.episodeReturns[step * count + copy] = environment.episodeReturns[copy];
    if (terminated[copy] === 0) {
      addTruncation(truncations, step * count + copy, finalObservations, copy, rollout.observationSize);
    }
  }
}

/** Copies which actions are legal now, before step number `step` is taken; nothing if the environment does not say. */
export function recordLegalActions(rollout: Rollout, step: number, environment: VectorEnvironment): void {
  const { legalActions } = environment;
  if (legalActions !== undefined) rollout.legalActions!.set(legalActions, step * legalActions.length);
}

/** Makes the observations after the last step the first ones, and forgets the rest: the episodes go on. */
export function restartRollout(rollout: Rollout): void {
  const { observations, steps, count, observationSize } = rollout;
  observations.copyWithin(0, steps * count * observationSize);
  (rollout.truncations as Mutable<Truncations>).count = 0;
}

/**
 * Writes the value of each truncation's final observation to its place in a `[steps, count]` array, as
 * `generalizedAdvantage` and `nStepReturns` read it; other entries are left alone.
 *
 * @param values `[truncations.count]`: V of `truncations.observations`
 */
export function placeFinalValues(
  truncations: Truncations,
  values: ArrayLike<number>,
  finalValues: Floats,
): void {
  for (let i = 0; i < truncations.count; i += 1) finalValues[truncations.entries[i]] = values[i];
}

function rows<A extends Int32Array | Float32Array>(array: A, count: number): A[] {
  const size = array.length / count;
  return Array.from({ length: count }, (_, row) => array.subarray(row * size, (row + 1) * size) as A);
}

function addTruncation(
  truncations: Mutable<Truncations>,
  entry: number,
  finalObservations: Float32Array,
  copy: number,
  size: number,
): void {
  if (truncations.count === truncations.entries.length) {
    const { entries, observations } = truncations;
    truncations.entries = new Int32Array(2 * entries.length);
    truncations.entries.set(entries);
    truncations.observations = new Float32Array(2 * observations.length);
    truncations.observations.set(observations);
  }
  const target = truncations.count * size;
  for (let i = 0; i < size; i += 1) truncations.observations[target + i] = finalObservations[copy * size + i];
  truncations.entries[truncations.count] = entry;
  truncations.count += 1;
}
