import type { Environment } from "../environment.ts";
import type { EnvironmentDefinition } from "../environment-definition.ts";
import type { ActionOf, EnvironmentSource, ObservationOf } from "../environment-source.ts";
import { requireSpace } from "../require-environment.ts";
import type { Accepted } from "../spaces/accepted.ts";
import { isDiscrete } from "../spaces/discrete.ts";
import type { Space } from "../spaces/space.ts";
import { requireFunction } from "./transform-observation.ts";
import { typedValue } from "./wrapping/typed-value.ts";
import { type Wrapped, wrapDefinition } from "./wrapping/wrap-definition.ts";

/**
 * Hands every action through a function on its way to the environment, as Gymnasium's TransformAction. The function must
 * depend on the action only. Where the environment has masks of legal actions, an action is legal where the one is that the
 * function makes of it.
 *
 * `create` throws a TypeError where there are masks and one of the two action spaces is not discrete.
 *
 * @param transform from an action of the wrapped environment to one of the source
 * @param actionSpace the actions of the wrapped environment; default: the source's
 *
 * @example
 * const lessTorque = transformAction("Pendulum-v1", (choice) => [choice - 1], discrete(3));
 */
export function transformAction<const Source extends EnvironmentSource>(
  source: Source,
  transform: (action: ActionOf<Source>) => Accepted<ActionOf<Source>>,
): Wrapped<Source>;
export function transformAction<const Source extends EnvironmentSource, Action>(
  source: Source,
  transform: (action: Action) => Accepted<ActionOf<Source>>,
  actionSpace: Space<Action>,
): Wrapped<Source, ObservationOf<Source>, Action>;
export function transformAction(
  source: EnvironmentSource,
  transform: (action: unknown) => unknown,
  actionSpace?: Space,
): EnvironmentDefinition {
  requireFunction("transformAction", transform);
  if (actionSpace !== undefined) requireSpace("transformAction: actionSpace", actionSpace);
  return wrapDefinition("transformAction", source, [], (environment, owner) => {
    const space = actionSpace ?? environment.actionSpace;
    const typed = typedValue(space);
    const action = (given: unknown) => transform(typed(given));
    return {
      actionSpace: space,
      action,
      ...(environment.legalActions && {
        legalActions: maskThrough(environment, space, action, owner),
      }),
    };
  });
}

/** The mask of the actions from which a function makes legal ones. */
function maskThrough(
  environment: Environment,
  space: Space,
  action: (given: unknown) => unknown,
  owner: string,
): () => Uint8Array {
  const { actionSpace: inner } = environment;
  if (!isDiscrete(space) || !isDiscrete(inner)) {
    throw new TypeError(
      `${owner}: there are legalActions, so that both action spaces must be discrete; they are ${space.kind} and ${inner.kind}`,
    );
  }
  return () => {
    const legal = environment.legalActions!();
    return Uint8Array.from({ length: space.n }, (_, i) =>
      legal[(action(space.start + i) as number) - inner.start] ? 1 : 0,
    );
  };
}
