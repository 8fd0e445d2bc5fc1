import {
  type EnvironmentDefinition,
  type EnvironmentSource,
  environments,
} from "../../environments/index.ts";
import { type Importable, importFrom, type ModuleExport } from "../../workers/index.ts";
import type { InitialWeights, NamedWeights } from "./initial-weights.ts";

/** What is trained, and how. */
export interface TrainingDescription {
  /** The name of a built-in algorithm, or where another one can be imported from. */
  readonly algorithm: string | ModuleExport | undefined;
  readonly definition: EnvironmentDefinition;
  readonly options: Readonly<Record<string, unknown>>;
  /** What the caller put in the place of the algorithm's own functions, by what it is for. */
  readonly functions: Readonly<Record<string, (object & Importable) | undefined>>;
  /** A checkpoint to go on from. */
  readonly resume: Uint8Array | undefined;
  /** Weights to begin with in place of drawn ones. */
  readonly initial: InitialWeights;
  /** Whether a report comes before the first update. */
  readonly reportsBeginning: boolean;
}

/** The same as it can be sent to another thread. */
export interface TrainingTask extends Pick<TrainingDescription, "resume" | "initial" | "reportsBeginning"> {
  readonly algorithm: string | ModuleExport;
  /** The id of a built-in environment, or where another one can be imported from. */
  readonly environment: string | ModuleExport;
  readonly options: Readonly<Record<string, unknown>>;
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
  ...rest
}: TrainingDescription): TaskOrObstacle {
  if (algorithm === undefined) return { obstacle: notSendable("the algorithm") };
  const environment = environments.includes(definition) ? definition.id : definition.module;
  if (environment === undefined) return { obstacle: notSendable("the environment") };
  const modules: Record<string, ModuleExport> = {};
  for (const [name, replacement] of Object.entries(functions)) {
    if (replacement === undefined) continue;
    if (replacement.module === undefined) return { obstacle: notSendable(`the ${name}`) };
    modules[name] = replacement.module;
  }
  const { resume, initial, reportsBeginning } = rest;
  return {
    task: { algorithm, environment, options, functions: modules, resume, initial, reportsBeginning },
  };
}

function notSendable(what: string): string {
  return (
    `${what} is a function of this program, which cannot be sent to other threads. Write it as a module and say so ` +
    "there: export default inModule(import.meta.url, …)"
  );
}

/**
 * What a task's environment, and what its training takes beside the options, are in this thread.
 *
 * @throws if a module does not have them
 */
export async function importTask({
  environment,
  functions,
  resume,
  initial,
  reportsBeginning,
}: TrainingTask) {
  const weighted = (weights: NamedWeights) => ({ weights: () => weights });
  return {
    environment: (typeof environment === "string"
      ? environment
      : await importFrom(environment)) as EnvironmentSource,
    parts: {
      ...Object.fromEntries(
        await Promise.all(
          Object.entries(functions).map(async ([name, module]) => [name, await importFrom(module)] as const),
        ),
      ),
      ...(resume && { resume }),
      ...(initial.policy && { policy: weighted(initial.policy) }),
      ...(initial.valueFunction && { valueFunction: weighted(initial.valueFunction) }),
      reportsBeginning,
    },
  };
}
