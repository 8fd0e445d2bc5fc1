import { requireInteger, requireLength } from "../../text/require-number.ts";
import type { Floats } from "./floats.ts";

/**
 * What T steps of N copies of an environment brought, time-major: entry `t * count + i` of a `[steps, count]` array
 * belongs to step t of copy i. A step may end an episode; the next step of that copy then belongs to another one.
 */
export interface Transitions {
  /** T, the number of steps. */
  readonly steps: number;
  /** N, the number of copies. */
  readonly count: number;
  /** `[steps, count]`: r_t */
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
  requireLength("rewards", rewards, size);
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
