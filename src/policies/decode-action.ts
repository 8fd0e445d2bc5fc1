import type { Box, Discrete, MultiBinary, MultiDiscrete, Space } from "../environments/spaces/index.ts";

export type ActionArray = Int32Array | Float32Array;

/**
 * Numbers of a single action in flat arrays.
 *
 * @throws TypeError for action spaces that no policy exists for
 */
export function actionSizeOf(space: Space): number {
  switch (space.kind) {
    case "discrete":
      return 1;
    case "multi-discrete":
      return (space as MultiDiscrete).counts.length;
    case "multi-binary":
      return (space as MultiBinary).n;
    case "box":
      return space.size;
    default:
      throw noPolicyFor(space);
  }
}

/** What to throw for action spaces that no policy exists for. */
export function noPolicyFor(space: Space): TypeError {
  return new TypeError(
    `policy: the action space is a ${space.kind} space; policies exist for discrete, multi-discrete and ` +
      "multi-binary spaces and for boxes. Wrap the environment to offer one",
  );
}

/**
 * A policy's single action as the environment has it: counted from the space's start, within bounds.
 *
 * @throws Error when the numbers are no action of the space, as those that have become NaN on their way
 */
export function decodeAction(space: Space, actions: ActionArray): unknown {
  const action = decode(space, actions);
  const problem = space.explain(action);
  if (problem === undefined) return action;
  throw new Error(
    `policy: what it computes for this observation is not in the action space: ${problem}${why}`,
  );
}

/** A policy's single action with its log-probability. @throws Error as {@link decodeAction} does, and where that is NaN */
export function decodeSample(
  space: Space,
  actions: ActionArray,
  logProb: number,
): { readonly action: unknown; readonly logProb: number } {
  const action = decodeAction(space, actions);
  if (!Number.isNaN(logProb)) return { action, logProb };
  throw new Error(`policy: the log-probability that it computes for this observation is NaN${why}`);
}

/** What to throw when a program ends because it has computed an action that there is not. */
export function noAction(cause?: unknown): Error {
  return new Error(`policy: what it computes for this observation is not in the action space${why}`, {
    cause,
  });
}

const why = ". Its weights, or the observation, are too large to compute with";

function decode(space: Space, actions: ActionArray): unknown {
  switch (space.kind) {
    case "discrete":
      return actions[0] + (space as Discrete).start;
    case "multi-discrete":
      return Int32Array.from(actions);
    case "multi-binary":
      return Uint8Array.from(actions);
    default: {
      const { low, high } = space as Box;
      return Float32Array.from(actions, (value, i) => Math.min(Math.max(value, low[i]), high[i]));
    }
  }
}
