import { knownOptions } from "../../text/known-options.ts";
import type { EnvironmentSource, ObservationOf } from "../environment-source.ts";
import type { NumberArray } from "../spaces/accepted.ts";
import { type Box, box } from "../spaces/box.ts";
import { requireBox } from "./wrapping/require-wrappable.ts";
import { type Wrapped, wrapDefinition } from "./wrapping/wrap-definition.ts";

/** The bounds that actions are to have: one number for all elements, or one for each. */
export interface RescaleActionOptions {
  /** Default −1. */
  readonly low?: number | ArrayLike<number>;
  /** Default 1. */
  readonly high?: number | ArrayLike<number>;
}

/**
 * Gives actions other bounds, and stretches them to the environment's, as Gymnasium's RescaleAction: `low` becomes the
 * environment's lowest action and `high` its highest. The heads of the built-in policies do so by themselves, but for
 * `diagonal-normal`.
 *
 * @throws if the options are no bounds of a box. `create` throws a TypeError unless actions are a box, and a RangeError
 *   unless all bounds are finite; `step` a RangeError for an action that is not within the bounds.
 */
export function rescaleAction<const Source extends EnvironmentSource>(
  source: Source,
  options: RescaleActionOptions = {},
): Wrapped<Source, ObservationOf<Source>, Float32Array> {
  const { low = -1, high = 1 } = knownOptions("rescaleAction", options, ["low", "high"]);
  return wrapDefinition("rescaleAction", source, [], (environment, owner) => {
    const inner = requireBox(owner, "actionSpace", environment);
    const outer = box({ low, high, shape: inner.shape });
    requireFiniteBounds(owner, "actionSpace", inner);
    requireFiniteBounds(owner, "what low and high make", outer);
    return {
      actionSpace: outer,
      action(given) {
        const problem = outer.explain(given);
        if (problem !== undefined) throw new RangeError(`action: ${problem}.`);
        // Clipped, as rounding may lead a little beyond.
        return Float32Array.from(given as NumberArray, (each, i) => {
          const share = (each - outer.low[i]) / (outer.high[i] - outer.low[i]);
          const stretched = inner.low[i] + share * (inner.high[i] - inner.low[i]);
          return Math.min(Math.max(stretched, inner.low[i]), inner.high[i]);
        });
      },
    };
  });
}

function requireFiniteBounds(owner: string, what: string, { low, high }: Box): void {
  const at = low.findIndex((least, i) => !(high[i] - least > 0 && high[i] - least < Infinity));
  if (at < 0) return;
  throw new RangeError(
    `${owner}: ${what} has the bounds ${low[at]} and ${high[at]} at element ${at}; they must be finite, the lower one below`,
  );
}
