import type { Accepted } from "./accepted.ts";
import { isDict } from "./dict.ts";
import { entryName } from "./entry-name.ts";
import type { Space } from "./space.ts";
import { isTuple } from "./tuple.ts";

/**
 * Writes an observation as floats for a network to see. One rule for training and acting: its type and shape must be
 * right, and each float finite. Bounds of boxes are not looked at, since an observation may lie slightly outside (by
 * rounding, say), and a network takes it like any other.
 *
 * @param target receives `space.size` floats
 * @returns why it is no observation ("expected …, found …"), or `undefined` when it is one
 */
export function flattenObservation<Value>(
  space: Space<Value>,
  observation: Accepted<Value>,
  target: Float32Array,
): string | undefined {
  try {
    space.flatten(observation, target);
  } catch (error) {
    const inner = isDict(space as Space) || isTuple(space as Space);
    // Of a single value, `explain` says the same without the name of the space.
    return (inner ? undefined : space.explain(observation)) ?? (error as Error).message.replace(/\.$/, "");
  }
  for (let i = 0; i < space.size; i += 1) {
    const element = target[i];
    // A finite number minus itself is 0; an infinity or a NaN minus itself is NaN.
    if (element - element !== 0) {
      return `expected numbers that are finite in float32, found ${element} at ${entryName(space as Space, i)}`;
    }
  }
  return undefined;
}
