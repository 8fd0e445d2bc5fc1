import {
  type EnvironmentDefinition,
  type EnvironmentSource,
  environments,
  type ResetOptions,
} from "../../environments/index.ts";
import { type Importable, importFrom, type ModuleExport } from "../../workers/index.ts";
import type { InitialWeights, NamedWeights } from "./initial-weights.ts";

/** What is trained, and how. */
export interface TrainingDescription {
  /** The name of a built-in algorithm, or where another one can be imported from. */
  readonly algorithm: string | ModuleExport | undefined;
  readonly definition: EnvironmentDefinition;
  /** One that is a function must say where it can be imported from. */
  readonly options: Readonly<Record<string, unknown>>;
  /** What the caller put in the place of the algorithm's own functions, by what it is for. */
  readonly functions: Readonly<Record<string, (object & Importable) | undefined>>;
  /** A checkpoint to go on from. */
  readonly resume: Uint8Array | undefined;
  /** Weights to begin with in place of drawn ones. */
  readonly initial: InitialWeights;
  /** Whether a report comes before the first update. */
  readonly reportsBeginning: boolean;
  /** Given to every `reset`. */
  readonly resetOptions: ResetOptions["options"];
}

/** The same as it can be sent to another thread. */
export interface TrainingTask
  extends Pick<TrainingDescription, "resume" | "initial" | "reportsBeginning" | "resetOptions"> {
  readonly algorithm: string | ModuleExport;
  /** The id of a built-in environment, or where another one can be imported from. */
  readonly environment: string | ModuleExport;
  readonly options: Readonly<Record<string, unknown>>;
  /** Options that are functions. */
  readonly optionFunctions: Readonly<Record<string, ModuleExport>>;
  readonly functions: Readonly<Record<string, ModuleExport>>;
}

/** A task, or why it cannot be one. */
export type TaskOrObstacle =
  | { readonly task: TrainingTask; readonly obstacle?: undefined }
  | { readonly task?: undefined; readonly obstacle: string };

export function describeTask({
  algorithm,
  definition,
  options,
  functions,
  resume,
  initial,
  reportsBeginning,
  resetOptions,
}: TrainingDescription): TaskOrObstacle {
  if (algorithm === undefined) return { obstacle: notSendable("the algorithm") };
  const isBuiltIn = definition.builtIn || environments.includes(definition);
  const environment = isBuiltIn ? definition.id : definition.module;
  if (environment === undefined) return { obstacle: notSendable("the environment") };
  const [ofOptions, plain] = [true, false].map((areFunctions) =>
    Object.fromEntries(
      Object.entries(options).filter(([, value]) => (typeof value === "function") === areFunctions),
    ),
  ) as [TrainingDescription["functions"], TrainingDescription["options"]];
  for (const [name, value] of [...Object.entries(functions), ...Object.entries(ofOptions)]) {
    if (value && value.module === undefined) return { obstacle: notSendable(`the ${name}`) };
  }
  return {
    task: {
      ...{ algorithm, environment, options: plain, resume, initial, reportsBeginning, resetOptions },
      functions: modulesOf(functions),
      optionFunctions: modulesOf(ofOptions),
    },
  };
}

/** Where functions can be imported from, by what they are for. */
function modulesOf(functions: TrainingDescription["functions"]): Record<string, ModuleExport> {
  return Object.fromEntries(
    Object.entries(functions).flatMap(([name, value]) => (value?.module ? [[name, value.module]] : [])),
  );
}

function notSendable(what: string): string {
  return (
    `${what} is a function of this program, which cannot be sent to other threads. Write it as a module and say so ` +
    "there: export default inModule(import.meta.url, …)"
  );
}

/**
 * What a task's environment, options, and what its training takes beside them, are in this thread.
 *
 * @throws if a module does not have them
 */
export async function importTask({
  environment,
  options,
  optionFunctions,
  functions,
  resume,
  initial,
  reportsBeginning,
  resetOptions,
}: TrainingTask) {
  const weighted = (weights: NamedWeights) => ({ weights: () => weights });
  return {
    environment: (typeof environment === "string"
      ? environment
      : await importFrom(environment)) as EnvironmentSource,
    options: { ...options, ...(await importEach(optionFunctions)) },
    parts: {
      ...(await importEach(functions)),
      ...(resume && { resume }),
      ...(initial.policy && { policy: weighted(initial.policy) }),
      ...(initial.valueFunction && { valueFunction: weighted(initial.valueFunction) }),
      reportsBeginning,
      ...(resetOptions && { resetOptions }),
    },
  };
}

async function importEach(modules: Readonly<Record<string, ModuleExport>>): Promise<Record<string, unknown>> {
  const imported = Object.entries(modules).map(
    async ([name, module]) => [name, await importFrom(module)] as const,
  );
  return Object.fromEntries(await Promise.all(imported));
}
