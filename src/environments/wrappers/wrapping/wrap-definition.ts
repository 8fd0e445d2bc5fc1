import type { Environment } from "../../environment.ts";
import type { EnvironmentDefinition } from "../../environment-definition.ts";
import {
  type ActionOf,
  type EnvironmentSource,
  type ObservationOf,
  resolveEnvironment,
} from "../../environment-source.ts";
import { limitSteps } from "../../limit-steps.ts";
import { requireEnvironment } from "../../require-environment.ts";
import { closeQuietly } from "../../vectorize/close-quietly.ts";
import { type Wrapping, wrapEnvironment } from "./wrap-environment.ts";

/** What a wrapper makes of a source: observations and actions are the source's unless it changes them. */
export type Wrapped<
  Source,
  Observation = ObservationOf<Source>,
  Action = ActionOf<Source>,
> = EnvironmentDefinition<Observation, Action>;

/**
 * The environment of a source, with every copy of it wrapped. It has an id of its own, so that nobody takes it for the one
 * that is found by its id, and workers get it from the module that exports it.
 *
 * @param name of the wrapper
 * @param told what else the wrapper was told, as JSON has it, functions and what its spaces show left out
 * @param wrap is given a copy, and a name for messages; throws if it cannot be wrapped
 * @param limit for a wrapper that must see where episodes are cut off, or changes how many steps they have: the source's time
 *   limit is then within the wrapper, and this says how many steps of the wrapped environment it amounts to
 */
export function wrapDefinition<Observation, Action>(
  name: string,
  source: EnvironmentSource,
  told: readonly unknown[],
  wrap: (environment: Environment, owner: string) => Wrapping,
  limit?: (maxEpisodeSteps: number) => number,
): EnvironmentDefinition<Observation, Action> {
  const definition = resolveEnvironment(source);
  const { id, description, maxEpisodeSteps } = definition;
  const create = (): Environment => {
    const environment = definition.create();
    try {
      requireEnvironment(environment, id);
      const limited =
        limit && maxEpisodeSteps !== undefined ? limitSteps(environment, maxEpisodeSteps) : environment;
      return wrapEnvironment(limited, name, wrap(limited, `${name}(${id})`));
    } catch (error) {
      closeQuietly([environment]);
      throw error;
    }
  };
  return {
    id: `${id}-${name}`,
    description,
    ...variantOf(definition, name, told),
    ...(maxEpisodeSteps !== undefined && { maxEpisodeSteps: limit?.(maxEpisodeSteps) ?? maxEpisodeSteps }),
    create: create as () => Environment<Observation, Action>,
  };
}

/** What a wrapper was told, after what those within it were: it decides what is learned, and the id does not say it. */
export function variantOf(
  { variant }: EnvironmentDefinition,
  name: string,
  told: readonly unknown[],
): Pick<EnvironmentDefinition, "variant"> {
  const own = told.length > 0 ? [`${name}(${told.map((each) => JSON.stringify(each)).join(", ")})`] : [];
  const all = [...(variant === undefined ? [] : [variant]), ...own];
  return all.length > 0 ? { variant: all.join(" ") } : {};
}
