import { isBox } from "../../spaces/box.ts";
import type { Space } from "../../spaces/space.ts";

/**
 * Turns what is accepted as a space's value, such as a plain array, into the value itself.
 *
 * The function that it returns throws a TypeError for what has another type or shape.
 */
export function typedValue<Value>(space: Space<Value>): (given: unknown) => Value {
  const flat = new Float32Array(space.size);
  const isTyped = (given: unknown) =>
    isBox(space as Space) && given instanceof Float32Array && given.length === space.size;
  return (given) => {
    if (isTyped(given)) return given as Value;
    space.flatten(given as Parameters<typeof space.flatten>[0], flat);
    return space.unflatten(flat);
  };
}
