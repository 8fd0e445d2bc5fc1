import { describeValue } from "../../text/describe-value.ts";
import { isBox } from "../spaces/box.ts";
import { isDiscrete } from "../spaces/discrete.ts";
import { isMultiBinary } from "../spaces/multi-binary.ts";
import { isMultiDiscrete } from "../spaces/multi-discrete.ts";
import type { Space } from "../spaces/space.ts";

/** How the actions of a space lie in a flat array: as what kind of number, and how many for one action. */
export interface ActionLayout {
  readonly type: "int32" | "float32";
  readonly size: number;
}

/**
 * The layout of a space's actions: one int32 for a discrete space, one float32 per element of a box, one int32 per
 * element of multi-discrete and multi-binary spaces.
 *
 * @throws if the space is a dict or a tuple, which have no one layout.
 */
export function actionLayout(space: Space): ActionLayout {
  if (isDiscrete(space)) return { type: "int32", size: 1 };
  if (isBox(space)) return { type: "float32", size: space.size };
  if (isMultiDiscrete(space)) return { type: "int32", size: space.counts.length };
  if (isMultiBinary(space)) return { type: "int32", size: space.n };
  throw new TypeError(
    `actionSpace: expected a discrete, box, multi-discrete or multi-binary space, found a ${space.kind}. ` +
      "Wrap the environment so that its action is one of those.",
  );
}

/** The error for actions of copies that are in no array of their space's layout. */
export function wrongActions(space: Space, actions: unknown): TypeError {
  const expected = actionLayout(space).type === "int32" ? "an Int32Array" : "a Float32Array";
  return new TypeError(`actions: a ${space.kind} space takes ${expected}, found ${describeValue(actions)}.`);
}

/** An array for the actions of `count` copies. */
export function createActions(space: Space, count: number): Int32Array | Float32Array {
  const { type, size } = actionLayout(space);
  return type === "int32" ? new Int32Array(count * size) : new Float32Array(count * size);
}
