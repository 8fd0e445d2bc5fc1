import type { EnvironmentSource, ObservationOf } from "../environment-source.ts";
import type { NumberArray } from "../spaces/accepted.ts";
import { box } from "../spaces/box.ts";
import { requireBox } from "./wrapping/require-wrappable.ts";
import { type Wrapped, wrapDefinition } from "./wrapping/wrap-definition.ts";

/**
 * Takes any numbers as an action and clips them to the bounds of the environment's, as Gymnasium's ClipAction: the action
 * space has no bounds any more. Trainings and `vectorize` clip actions anyway; this is for who steps an environment by hand,
 * and for a policy that should not know of the bounds.
 *
 * `create` throws a TypeError unless actions are a box.
 */
export function clipAction<const Source extends EnvironmentSource>(
  source: Source,
): Wrapped<Source, ObservationOf<Source>, Float32Array> {
  return wrapDefinition("clipAction", source, [], (environment, owner) => {
    const { low, high, shape } = requireBox(owner, "actionSpace", environment);
    return {
      actionSpace: box({ low: -Infinity, high: Infinity, shape }),
      action: (given) =>
        Float32Array.from(given as NumberArray, (each, i) => Math.min(Math.max(each, low[i]), high[i])),
    };
  });
}
