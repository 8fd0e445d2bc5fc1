import { inWords } from "../text/did-you-mean.ts";
import { nearestOptions } from "../text/foreign-names.ts";
import { unknownNames } from "../text/known-options.ts";
import { OptionsError } from "../text/options-error.ts";
import { valueInText } from "../text/value-in-text.ts";
import type { Importable } from "../workers/index.ts";
import { type BuiltIn, findEnvironment } from "./catalogue.ts";
import type { AsyncEnvironment, Environment } from "./environment.ts";
import type { EnvironmentDefinition } from "./environment-definition.ts";

/**
 * All the ways to say which environment is meant: the id of a built-in one ("CartPole-v1"), a definition, or a
 * function that returns a fresh environment at every call.
 */
export type EnvironmentSource<Observation = unknown, Action = unknown> =
  | string
  | EnvironmentDefinition<Observation, Action>
  | ((() => Environment<Observation, Action> | AsyncEnvironment<Observation, Action>) & Importable);

/** The environment that a source stands for; `never` where only its id is known, and it is not built in. */
export type Meant<Source> = Source extends keyof BuiltIn
  ? ReturnType<BuiltIn[Source]["create"]>
  : Source extends EnvironmentDefinition<infer Observation, infer Action>
    ? Environment<Observation, Action>
    : Source extends () => infer Made
      ? Made
      : never;

/** What is observed in the environment that a source stands for. */
export type ObservationOf<Source> = [Meant<Source>] extends [never]
  ? unknown
  : Meant<Source> extends
        | Environment<infer Observation, infer _>
        | AsyncEnvironment<infer Observation, infer _>
    ? Observation
    : unknown;

/** An action in the environment that a source stands for. */
export type ActionOf<Source> = [Meant<Source>] extends [never]
  ? unknown
  : Meant<Source> extends Environment<infer _, infer Action> | AsyncEnvironment<infer _, infer Action>
    ? Action
    : unknown;

/**
 * The definition that a source stands for. A function becomes a definition without a time limit, under the
 * function's own name.
 *
 * @throws if the id is unknown, the source is none of the three, or a definition is wrong
 */
export function resolveEnvironment<Observation = unknown, Action = unknown>(
  source: EnvironmentSource<Observation, Action>,
): EnvironmentDefinition<Observation, Action> {
  if (typeof source === "string")
    return findEnvironment(source) as EnvironmentDefinition<Observation, Action>;
  if (typeof source === "function") {
    refuseClass(source);
    const { name, module } = source;
    return {
      id: name || "environment",
      description: "A user's own environment.",
      create: source as () => Environment<Observation, Action>,
      ...(module && { module }),
    };
  }
  if (typeof source === "object" && source !== null && typeof source.create === "function") {
    checkDefinition(source);
    return source;
  }
  throw new TypeError(
    `environment: expected an id such as "CartPole-v1", a definition with a create() method, or a function that ` +
      `returns an environment; found ${found(source)}. ` +
      "Pass () => myEnvironment rather than myEnvironment: every copy must be a fresh one.",
  );
}

function found(source: unknown): string {
  return source === null ? "null" : source instanceof Promise ? "a promise" : typeof source;
}

/** A class cannot be called without `new`. */
function refuseClass(create: object & { readonly name?: string }): void {
  if (!/^class\b/.test(Function.prototype.toString.call(create))) return;
  const name = create.name || "MyEnvironment";
  throw new TypeError(
    `environment: expected a function that returns an environment, found the class ${name}. Pass () => new ${name}().`,
  );
}

const definitionNames = ["id", "description", "maxEpisodeSteps", "create", "batch", "module"] as const;

/** A definition may have more than these, as an MDP has, but nothing that looks like one of them misspelt. */
function checkDefinition(definition: EnvironmentDefinition): void {
  const { id, maxEpisodeSteps, batch } = definition as Partial<EnvironmentDefinition>;
  refuseClass(definition.create);
  if (typeof id !== "string" || id === "") {
    throw new TypeError(`environment: id is ${valueInText(id)}; it must be a name such as "MyGame-v1".`);
  }
  const missing = definitionNames.filter((name) => definition[name] === undefined);
  for (const name of unknownNames(definition, definitionNames)) {
    const near = nearestOptions(name, missing);
    if (near.length === 0) continue;
    throw new OptionsError([`environment ${id}: there is no option ${name}. Did you mean ${inWords(near)}?`]);
  }
  if (maxEpisodeSteps !== undefined && !(Number.isSafeInteger(maxEpisodeSteps) && maxEpisodeSteps >= 1)) {
    throw new RangeError(
      `environment ${id}: maxEpisodeSteps is ${valueInText(maxEpisodeSteps)}; it must be an integer from 1, or left out ` +
        "for episodes without a limit.",
    );
  }
  if (batch !== undefined && typeof batch !== "function") {
    throw new TypeError(
      `environment ${id}: batch is ${valueInText(batch)}; it must be a function, or left out.`,
    );
  }
}
