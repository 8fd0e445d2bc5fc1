import type { BatchActions } from "../batch-environment.ts";
import { isBox } from "../spaces/box.ts";
import { isDiscrete } from "../spaces/discrete.ts";
import { isMultiDiscrete } from "../spaces/multi-discrete.ts";
import type { Space } from "../spaces/space.ts";

/** Turns what a policy chose into members of the action space; writes `prepared`, of the same layout. */
export type PrepareActions = (actions: BatchActions, prepared: BatchActions) => void;

/**
 * How to turn what a policy chose into members of the space: the start is added to a discrete action, a box action is
 * clipped to the bounds, element by element.
 *
 * The function throws on a NaN and on an integer that stands for no action.
 */
export function prepareActions(space: Space): PrepareActions {
  if (isDiscrete(space)) return prepareDiscrete(space.n, space.start);
  if (isBox(space)) return prepareBox(Float32Array.from(space.low), Float32Array.from(space.high));
  return prepareChoices(isMultiDiscrete(space) ? space.counts : new Array<number>(space.size).fill(2));
}

function prepareDiscrete(n: number, start: number): PrepareActions {
  return (actions, prepared) => {
    for (let copy = 0; copy < prepared.length; copy += 1) {
      const action = actions[copy];
      if (!(action >= 0 && action < n)) reject(copy, `an integer from 0 to ${n - 1}`, action);
      prepared[copy] = start + action;
    }
  };
}

function prepareBox(low: Float32Array, high: Float32Array): PrepareActions {
  const size = low.length;
  return (actions, prepared) => {
    for (let at = 0, element = 0; at < prepared.length; at += 1) {
      const action = actions[at];
      if (Number.isNaN(action)) reject(Math.floor(at / size), "a number", action);
      prepared[at] = Math.max(low[element], Math.min(high[element], action));
      element = element + 1 === size ? 0 : element + 1;
    }
  };
}

function prepareChoices(counts: readonly number[]): PrepareActions {
  const size = counts.length;
  return (actions, prepared) => {
    for (let at = 0, element = 0; at < prepared.length; at += 1) {
      const action = actions[at];
      if (!(action >= 0 && action < counts[element])) {
        reject(
          Math.floor(at / size),
          `an integer from 0 to ${counts[element] - 1} at element ${element}`,
          action,
        );
      }
      prepared[at] = action;
      element = element + 1 === size ? 0 : element + 1;
    }
  };
}

function reject(copy: number, expected: string, found: number): never {
  throw new RangeError(`action of copy ${copy}: expected ${expected}, found ${found}.`);
}
