import { describeValue } from "../../text/describe-value.ts";
import type { EnvironmentDefinition } from "../environment-definition.ts";
import type { EnvironmentSource, ObservationOf } from "../environment-source.ts";
import { requireSpace } from "../require-environment.ts";
import type { Accepted } from "../spaces/accepted.ts";
import type { Space } from "../spaces/space.ts";
import { typedValue } from "./wrapping/typed-value.ts";
import { type Wrapped, wrapDefinition } from "./wrapping/wrap-definition.ts";
import type { Wrapping } from "./wrapping/wrap-environment.ts";

/**
 * Hands every observation through a function, as Gymnasium's TransformObservation. The function is called once for each
 * observation, in order, and must keep nothing from one to the next: what it keeps is in no checkpoint.
 *
 * @param transform gets the observation as a value of the source's observation space, which it must not change
 * @param observationSpace what it returns is a member of this space; default: of the source's
 *
 * @example
 * const tilted = transformObservation("Pendulum-v1", ([x, y]) => [x, y], box({ low: -1, high: 1, shape: [2] }));
 */
export function transformObservation<const Source extends EnvironmentSource>(
  source: Source,
  transform: (observation: ObservationOf<Source>) => Accepted<ObservationOf<Source>>,
): Wrapped<Source>;
export function transformObservation<const Source extends EnvironmentSource, Observation>(
  source: Source,
  transform: (observation: ObservationOf<Source>) => Accepted<Observation>,
  observationSpace: Space<Observation>,
): Wrapped<Source, Observation>;
export function transformObservation(
  source: EnvironmentSource,
  transform: (observation: unknown) => unknown,
  observationSpace?: Space,
): EnvironmentDefinition {
  requireFunction("transformObservation", transform);
  if (observationSpace !== undefined)
    requireSpace("transformObservation: observationSpace", observationSpace);
  return wrapDefinition("transformObservation", source, [], (environment) => {
    const typed = typedValue(environment.observationSpace);
    return observing(
      (observation) => transform(typed(observation)),
      observationSpace ?? environment.observationSpace,
    );
  });
}

/** @throws TypeError for what is no function */
export function requireFunction(owner: string, transform: unknown): void {
  if (typeof transform === "function") return;
  throw new TypeError(`${owner}: transform must be a function, found ${describeValue(transform)}`);
}

/** What a wrapper is that changes observations only. */
export function observing(transform: (observation: unknown) => unknown, observationSpace: Space): Wrapping {
  return {
    observationSpace,
    begun: (result) => ({ ...result, observation: transform(result.observation) }),
    stepped: (result) => ({ ...result, observation: transform(result.observation) }),
  };
}
