import {
  createGenerator,
  type Generator,
  type GeneratorState,
  generatorFromState,
} from "../../random/index.ts";
import { type Saved, savedArray, savedRecord, within } from "../../state/index.ts";
import { valueInText } from "../../text/value-in-text.ts";
import { defaultSeed } from "../default-seed.ts";
import type { EnvironmentSource } from "../environment-source.ts";
import { requireRepeatable } from "./wrapping/require-wrappable.ts";
import { type Wrapped, wrapDefinition } from "./wrapping/wrap-definition.ts";

/**
 * Takes, with some probability, the action of the step before in the place of the one that was chosen, as Gymnasium's
 * StickyAction (Machado et al. 2018, https://arxiv.org/abs/1709.06009, section 5.2): what was done is repeated, be it chosen
 * or itself repeated. The first action of an episode is never replaced. It is drawn by a generator of its own that the
 * environment's seed determines, apart from what the environment draws.
 *
 * @param probability from 0 to below 1; .25 in the paper
 * @throws RangeError for another probability. `create` throws a TypeError for a game of several players, or an environment
 *   with masks of legal actions.
 */
export function stickyAction<const Source extends EnvironmentSource>(
  source: Source,
  probability: number,
): Wrapped<Source> {
  if (!(typeof probability === "number" && probability >= 0 && probability < 1)) {
    throw new RangeError(
      `stickyAction: probability is ${valueInText(probability)}; it must be from 0 to below 1`,
    );
  }
  return wrapDefinition("stickyAction", source, [probability], (environment, owner) => {
    requireRepeatable(owner, environment);
    const { actionSpace } = environment;
    let generator: Generator | undefined;
    /** The action of the step before, flattened: a copy, as whoever gave it may write over it. */
    const last = new Float32Array(actionSpace.size);
    let hasLast = false;
    return {
      begin(options) {
        hasLast = false;
        if (options?.seed === undefined && generator !== undefined) return;
        // Another stream than that of the environment, which begins from the same seed.
        [generator] = createGenerator(options?.seed ?? defaultSeed).spawn(1);
      },
      action(chosen) {
        if (hasLast && generator!.random() < probability) return actionSpace.unflatten(last);
        actionSpace.flatten(chosen, last);
        hasLast = true;
        return chosen;
      },
      state: {
        save: () => ({ last: last.slice(), hasLast, generator: generator?.save() ?? null }),
        restore(saved: Saved) {
          const state = savedRecord(saved, ["last", "hasLast", "generator"]);
          last.set(within("last", () => savedArray(state.last, last)));
          hasLast = state.hasLast === true;
          generator =
            state.generator === null ? undefined : generatorFromState(state.generator as GeneratorState);
        },
      },
    };
  });
}
