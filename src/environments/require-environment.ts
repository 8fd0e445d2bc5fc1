import { describeValue } from "../text/describe-value.ts";
import { plainName } from "../text/nearest-names.ts";
import { valueInText } from "../text/value-in-text.ts";
import type { Environment } from "./environment.ts";
import type { Space } from "./spaces/space.ts";

/**
 * Sees to it that what a user's function returned is an environment: an object with two spaces, `reset` and `step`. Its
 * optional methods must not be there under names that nobody would call, nor `save` without `restore`: a training would write
 * checkpoints from which none goes on.
 *
 * @param name what to call it in messages
 * @throws TypeError that says what is missing, and what it may have been called instead
 */
export function requireEnvironment(made: unknown, name: string): asserts made is Environment {
  if (made instanceof Promise) {
    throw new TypeError(
      `${name}: the environment is a promise; it must be made at once. Await what it needs before, and pass a function ` +
        "that is not async.",
    );
  }
  if (typeof made !== "object" || made === null) {
    const hint = typeof made === "function" ? " Pass that function itself." : "";
    throw new TypeError(
      `${name}: expected an environment, an object with observationSpace, actionSpace, reset and step; found ` +
        `${describeValue(made)}.${hint}`,
    );
  }
  const environment = made as Readonly<Record<string, unknown>>;
  const foreign = foreignNameIn(environment);
  if (foreign !== undefined) {
    throw new TypeError(`${name}: the environment has ${foreign.theirs}; here it is called ${foreign.ours}.`);
  }
  for (const part of ["observationSpace", "actionSpace"]) requireSpace(`${name}: ${part}`, environment[part]);
  for (const method of ["reset", "step"]) {
    if (typeof environment[method] === "function") continue;
    throw new TypeError(
      `${name}: ${method}: expected a method, found ${describeValue(environment[method])}.`,
    );
  }
  for (const method of ["save", "restore"]) {
    if (typeof environment[method] === "function") continue;
    if (environment.save === undefined && environment.restore === undefined) continue;
    throw new TypeError(
      `${name}: ${method}: expected both of save and restore, or neither; found ${describeValue(environment[method])}.`,
    );
  }
}

/**
 * Sees to it that an environment is given where one must be, and not its id or what makes it.
 *
 * @param owner the function that was given it
 */
export function requireMade(owner: string, given: unknown): asserts given is object {
  const isMaker = typeof given === "object" && given !== null && "create" in given;
  if (typeof given === "object" && given !== null && !(given instanceof Promise) && !isMaker) return;
  const text = valueInText(given);
  const advice =
    typeof given === "string"
      ? `: give make(${text})`
      : typeof given === "function"
        ? ": call the function that makes it"
        : isMaker
          ? ": call its create()"
          : ', such as make("CartPole-v1")';
  throw new TypeError(`${owner}: the environment is ${text}; it must be an environment itself${advice}`);
}

/** The parts of an environment, and what Gymnasium, PettingZoo and others call some of them. */
const names: Readonly<Record<string, readonly string[]>> = {
  observationSpace: ["obsspace"],
  actionSpace: ["actspace"],
  legalActions: [
    "actionmask",
    "actionmasks",
    "legalmoves",
    "validactions",
    "availableactions",
    "legalactionsmask",
  ],
  currentPlayer: ["agentselection", "toplay"],
  players: ["numplayers", "numagents", "playercount"],
};

/** A part that the environment has under another name only. */
function foreignNameIn(environment: object): { readonly ours: string; readonly theirs: string } | undefined {
  for (const [ours, others] of Object.entries(names)) {
    if (ours in environment) continue;
    const known = [plainName(ours), ...others];
    for (const theirs of namesOf(environment)) if (known.includes(plainName(theirs))) return { ours, theirs };
  }
  return undefined;
}

/** The names of an object's properties, and of the methods of its class. */
function namesOf(object: object): string[] {
  const all: string[] = [];
  for (
    let each: object | null = object;
    each && each !== Object.prototype;
    each = Object.getPrototypeOf(each)
  ) {
    for (const name of Object.getOwnPropertyNames(each)) all.push(name);
  }
  return all;
}

/** @throws TypeError unless it is a space; the message begins with `name` */
export function requireSpace(name: string, value: unknown): asserts value is Space {
  if (isSpace(value)) return;
  throw new TypeError(
    `${name}: expected a space, as made by box(), discrete(), …; found ${describeValue(value)}.`,
  );
}

/** Whether it is an object with all the methods of a space. */
export function isSpace(value: unknown): value is Space {
  const methods = ["contains", "explain", "sample", "flatten", "unflatten", "toJSON"] as const;
  return (
    typeof value === "object" &&
    value !== null &&
    methods.every((name) => typeof (value as Record<string, unknown>)[name] === "function")
  );
}
