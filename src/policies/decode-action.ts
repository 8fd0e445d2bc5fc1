import type { Box, Discrete, Space } from "../environments/spaces/index.ts";

export type ActionArray = Int32Array | Float32Array;

/**
 * A policy's single action as the environment has it: counted from the space's start, within bounds.
 *
 * @throws TypeError for action spaces that no policy exists for
 */
export function decodeAction(space: Space, actions: ActionArray): unknown {
  switch (space.kind) {
    case "discrete":
      return actions[0] + (space as Discrete).start;
    case "multi-discrete":
      return Int32Array.from(actions);
    case "multi-binary":
      return Uint8Array.from(actions);
    case "box": {
      const { low, high } = space as Box;
      return Float32Array.from(actions, (value, i) => Math.min(Math.max(value, low[i]), high[i]));
    }
    default:
      throw new TypeError(`policy: there is no policy for actions of a ${space.kind} space`);
  }
}
