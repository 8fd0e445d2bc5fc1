import { nearestNames } from "../text/nearest-names.ts";
import { cartPole } from "./classic-control/cart-pole.ts";
import { pendulum } from "./classic-control/pendulum.ts";
import { catchBall } from "./diagnostic/catch.ts";
import { recall } from "./diagnostic/recall.ts";
import type { EnvironmentDefinition } from "./environment-definition.ts";
import type { FurtherEnvironments } from "./further-environments.ts";
import { ticTacToe } from "./games/tic-tac-toe.ts";
import { environmentAt, hint, knownEnvironments } from "./known-environments.ts";

const builtIn = {
  "CartPole-v1": cartPole,
  "Pendulum-v1": pendulum,
  "Catch-v0": catchBall,
  "Recall-v0": recall,
  "TicTacToe-v0": ticTacToe,
};

const known = [...Object.values<EnvironmentDefinition>(builtIn), ...knownEnvironments];

/** The built-in environments: in Node all that there are, in a page those that it cannot do without. */
export const environments: readonly EnvironmentDefinition[] = known;

/** Adds to the environments that are found by their ids in this thread; again does nothing. */
export function addEnvironments(definitions: readonly EnvironmentDefinition[]): void {
  for (const definition of definitions) if (!known.includes(definition)) known.push(definition);
}

/** The built-in environments by their ids. */
export type BuiltIn = typeof builtIn & FurtherEnvironments;

/**
 * The built-in environment of that id; in Node, where the id is an address that begins with `ws://` or `wss://`, the
 * environment that is served there (see {@link remoteEnvironment}).
 *
 * @throws if there is none; the message lists the nearest names.
 */
export function findEnvironment(id: string): EnvironmentDefinition {
  const found = environments.find((definition) => definition.id === id) ?? environmentAt(id);
  if (found) return found;
  const ids = environments.map((definition) => definition.id);
  const near = nearestNames(id, ids);
  throw new RangeError(
    `environment: there is none called "${id}". ` +
      (near.length > 0 ? `Did you mean ${near.join(" or ")}? ` : "") +
      `The built-in ones are ${ids.join(", ")}; for one of your own, pass a function that returns it.${hint}`,
  );
}
