import { realpathSync } from "node:fs";
import { isAbsolute, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type EnvironmentDefinition, environments, type ModuleExport } from "../../environments/index.ts";
import { importEnvironment, loadEnvironment, type RunRecord } from "../../runs/index.ts";
import type { Output } from "../command.ts";
import { shownPath } from "../display/shown-path.ts";

/**
 * The environment to evaluate a run in. What a run says is not believed: a module that it names is a program, which is
 * imported only if it is a file of the user's own, below the current folder and outside of the run's, and after it is
 * named on the terminal.
 *
 * @param given the id or the file that the user wants instead; anything that is a file is imported then
 * @throws if the environment is not built in and its module is not to be imported; the message says what to do
 */
export async function environmentOf(
  { directory, record }: { readonly directory: string; readonly record: Trained },
  given: string | undefined,
  { stderr, remedy = "--environment FILE" }: AskedEnvironment,
): Promise<EnvironmentDefinition> {
  if (given !== undefined) return loadEnvironment(given);
  const { module } = record;
  if (module === undefined) {
    const builtIn = environments.find(({ id }) => id === record.environment);
    if (builtIn) return builtIn;
    if (isAddress(record.environment)) {
      const address = JSON.stringify(record.environment);
      throw new Error(
        `${directory}: the policy was trained in ${address.slice(0, 300)}, which runs elsewhere and is not connected to ` +
          `because a run says so. If you trust it, give it: ${remedy.replace("FILE", "ADDRESS")}.`,
      );
    }
    throw new Error(
      `${directory}: the policy was trained in ${JSON.stringify(record.environment)}, which is not built in. ` +
        `Say which it is: ${remedy}, a module that exports it.`,
    );
  }
  const file = fileOf(module);
  const obstacle = obstacleTo(file, directory);
  if (file === undefined || obstacle !== undefined) {
    throw new Error(
      `${directory}: the policy was trained in the module ${JSON.stringify(file ?? module.url).slice(0, 300)}, which ` +
        `${obstacle}: it is not imported. If you trust it, or have a copy of it, say so: ${remedy}.`,
    );
  }
  stderr.write(`Importing the environment from ${JSON.stringify(shownPath(file))}, as the run says.\n`);
  return importEnvironment(module);
}

/** What a run, or a search, says of the environment. */
type Trained = Pick<RunRecord, "environment" | "module">;

export interface AskedEnvironment {
  readonly stderr: Output;
  /** How the user says which environment it is; default "--environment FILE". */
  readonly remedy?: string;
}

/** The file or address that `logpi evaluate` must be given with `--environment`, if it does not take it unasked. */
export function environmentToGive(
  { module, environment }: Pick<RunRecord, "module" | "environment">,
  directory: string,
): string | undefined {
  if (isAddress(environment)) return environment;
  const file = module && fileOf(module);
  return file !== undefined && obstacleTo(file, directory) !== undefined ? shownPath(file) : undefined;
}

/** Whether an environment is named by where it is served. */
function isAddress(environment: string): boolean {
  return /^wss?:/.test(environment);
}

/** The path of a module, or undefined if it is anything but a file: a `data:` URL is a program too. */
function fileOf({ url }: ModuleExport): string | undefined {
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}

/** Why a module that a run names is not imported unasked; undefined if it is. */
function obstacleTo(file: string | undefined, run: string): string | undefined {
  if (file === undefined) return "is no file";
  let real: string;
  try {
    real = realpathSync(file);
  } catch {
    return "cannot be found";
  }
  if (!isBelow(real, realpathSync(process.cwd()))) return "is not below the current folder";
  return isBelow(real, realpathSync(run)) ? "came with the run" : undefined;
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== "" && way !== ".." && !/^\.\.[\\/]/.test(way) && !isAbsolute(way);
}
