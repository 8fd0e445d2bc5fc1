import { basename, extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type EnvironmentDefinition,
  type EnvironmentSource,
  importFrom,
  type ModuleExport,
  resolveEnvironment,
} from "../environments/index.ts";

/**
 * The environment that text stands for: the id of a built-in one, or the path of a module whose default export is a
 * definition, or a function that returns a fresh environment. Its id is then the export's own, or else the file's name.
 *
 * @throws if there is no such environment, or the module cannot be loaded; the message names it
 */
export async function loadEnvironment(text: string): Promise<EnvironmentDefinition> {
  const isPath = /^\.{0,2}[\\/]/.test(text) || /\.[cm]?[jt]s$/.test(text);
  if (!isPath) return resolveEnvironment(text);
  return importEnvironment({ url: pathToFileURL(resolve(text)).href, name: "default" });
}

/**
 * The environment that a module exports. To import a module is to run it: see docs/trusting-files.md.
 *
 * @throws as {@link loadEnvironment} does, and if the module is no file: a `data:` URL is never imported
 */
export async function importEnvironment(module: ModuleExport): Promise<EnvironmentDefinition> {
  try {
    if (!isFile(module.url)) throw new Error("only files are imported");
    const definition = resolveEnvironment((await importFrom(module)) as EnvironmentSource);
    const named = definition.id !== "default" && definition.id !== "environment";
    const file = basename(new URL(module.url).pathname);
    return { ...definition, id: named ? definition.id : basename(file, extname(file)), module };
  } catch (cause) {
    throw new Error(`${module.url}: ${(cause as Error).message}`, { cause });
  }
}

function isFile(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === "file:";
}
