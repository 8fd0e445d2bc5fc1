import { requireInteger, requireLength } from "../../text/require-number.ts";
import type { Floats } from "./floats.ts";

/**
 * Who moved, in a game of several players. A player's trajectory is made of the steps at which that player moved. The
 * reward of such a step is the sum of all that the player gets from then on, until before the player's next step; what
 * follows is that next step.
 *
 * Where steps are cut off, by an end of the episode or of the rollout, what follows is known of one player only: of the one
 * who was to move, and so saw the observation. The last step of every other player is left out: its advantage is 0 and its
 * return its value, from which the player's steps before it bootstrap.
 */
export interface Turns {
  /** P, how many players there are; default 1. The other three are for more than that. */
  readonly players?: number;
  /** `[steps, count]`: who moved. */
  readonly movers?: Int32Array | undefined;
  /** `[steps, count]`: who was to move on the final observation, where the episode was cut off. */
  readonly finalMovers?: Int32Array | undefined;
  /** `[count]`: who is to move after the last step; not read where that step ended its episode. */
  readonly lastMovers?: Int32Array | undefined;
}

/**
 * What T steps of N copies of an environment brought, time-major: entry `t * count + i` of a `[steps, count]` array
 * belongs to step t of copy i. A step may end an episode; the next step of that copy then belongs to another one.
 *
 * A record may have further members, as a trajectory of a collector has; they are not read, and no name is refused.
 */
export interface Transitions extends Turns {
  /** T, the number of steps. */
  readonly steps: number;
  /** N, the number of copies. */
  readonly count: number;
  /** `[steps, count, players]`: r_t */
  readonly rewards: Floats;
  /** `[steps, count]`: 1 where the task ended: nothing follows, so nothing is bootstrapped. */
  readonly terminated: Uint8Array;
  /** `[steps, count]`: 1 where the episode was cut off: bootstraps from `finalValues`, unless `terminated` is 1 too. */
  readonly truncated: Uint8Array;
  /**
   * `[steps, count]`: V of the final observation, where the episode was cut off; other entries are never read. May
   * be left out if no step is truncated.
   */
  readonly finalValues?: Floats;
  /** `[count]`: V of the observations after the last step; not read where that step ended its episode. */
  readonly lastValues: Floats;
}

/** @throws if the sizes do not agree, or a step is truncated and there are no final values. */
export function requireTransitions(transitions: Transitions): void {
  const { steps, count, rewards, terminated, truncated, finalValues, lastValues } = transitions;
  requireInteger("steps", steps, 1);
  requireInteger("count", count, 1);
  const size = steps * count;
  const { players = 1 } = transitions;
  requireInteger("players", players, 1);
  requireLength("rewards", rewards, size * players);
  if (players > 1) requireTurns(transitions, players);
  requireLength("terminated", terminated, size);
  requireLength("truncated", truncated, size);
  requireLength("lastValues", lastValues, count);
  if (finalValues !== undefined) {
    requireLength("finalValues", finalValues, size);
    return;
  }
  for (let at = 0; at < size; at += 1) {
    if (truncated[at] !== 0 && terminated[at] === 0) {
      throw new RangeError(
        `finalValues: step ${Math.floor(at / count)} of copy ${at % count} is truncated, so the value of its final ` +
          "observation is needed; give finalValues.",
      );
    }
  }
}

/**
 * The same for what is of one player only.
 *
 * @param owner the function, which begins the message
 * @throws RangeError for a game of several players, whose rewards are laid out otherwise
 */
export function requireTransitionsOfOne(owner: string, transitions: Omit<Transitions, "players">): void {
  const { players = 1 } = transitions as Turns;
  if (players !== 1) {
    throw new RangeError(
      `${owner}: players is ${players}; it must be 1: it is not for games of several players`,
    );
  }
  requireTransitions(transitions);
}

/** @throws if it is not said who moved, or it is no player */
function requireTurns(
  { steps, count, movers, lastMovers, finalMovers, truncated, terminated }: Transitions,
  players: number,
): void {
  const size = steps * count;
  requireMovers("movers", movers, size, players);
  requireLength("lastMovers", lastMovers ?? [], count);
  for (let copy = 0; copy < count; copy += 1) {
    const last = size - count + copy;
    if (terminated[last] === 0 && truncated[last] === 0)
      requireMover("lastMovers", lastMovers![copy], players);
  }
  for (let at = 0; at < size; at += 1) {
    if (truncated[at] === 0 || terminated[at] !== 0) continue;
    requireLength("finalMovers", finalMovers ?? [], size);
    requireMover("finalMovers", finalMovers![at], players);
  }
}

/** @throws if there are fewer than `length` entries, or one of them is no player */
export function requireMovers(
  name: string,
  movers: ArrayLike<number> | undefined,
  length: number,
  players: number,
): void {
  requireLength(name, movers ?? [], length);
  for (let at = 0; at < length; at += 1) requireMover(name, movers![at], players);
}

function requireMover(name: string, mover: number, players: number): void {
  if (Number.isInteger(mover) && mover >= 0 && mover < players) return;
  throw new RangeError(`${name} has ${mover}; it must have players from 0 to ${players - 1}`);
}
