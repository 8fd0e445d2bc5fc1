import type { Importable } from "../team/index.ts";
import { findEnvironment } from "./catalogue.ts";
import type { Environment } from "./environment.ts";
import type { EnvironmentDefinition } from "./environment-definition.ts";

/**
 * All the ways to say which environment is meant: the id of a built-in one ("CartPole-v1"), a definition, or a
 * function that returns a fresh environment at every call.
 */
export type EnvironmentSource<Observation = unknown, Action = unknown> =
  | string
  | EnvironmentDefinition<Observation, Action>
  | ((() => Environment<Observation, Action>) & Importable);

/**
 * The definition that a source stands for. A function becomes a definition without a time limit, under the
 * function's own name.
 *
 * @throws if the id is unknown, or the source is none of the three.
 */
export function resolveEnvironment<Observation = unknown, Action = unknown>(
  source: EnvironmentSource<Observation, Action>,
): EnvironmentDefinition<Observation, Action> {
  if (typeof source === "string")
    return findEnvironment(source) as EnvironmentDefinition<Observation, Action>;
  if (typeof source === "function") {
    const { name, module } = source;
    return {
      id: name || "environment",
      description: "A user's own environment.",
      create: source,
      ...(module && { module }),
    };
  }
  if (typeof source === "object" && source !== null && typeof source.create === "function") return source;
  throw new TypeError(
    `environment: expected an id such as "CartPole-v1", a definition with a create() method, or a function that ` +
      `returns an environment; found ${source === null ? "null" : typeof source}. ` +
      "Pass () => myEnvironment rather than myEnvironment: every copy must be a fresh one.",
  );
}
