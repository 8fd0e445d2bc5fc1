import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  type EnvironmentDefinition,
  type EnvironmentSource,
  importFrom,
  type ModuleExport,
  resolveEnvironment,
} from "../environments/index.ts";
import { didYouMean } from "../text/did-you-mean.ts";

/**
 * The environment that text stands for: the id of a built-in one, or the path of a module whose default export is a
 * definition, or a function that returns a fresh environment. Its id is then the export's own, or else the file's name.
 *
 * @throws if there is no such environment, the path is of a folder, or the module cannot be loaded; the message names it
 */
export async function loadEnvironment(text: string): Promise<EnvironmentDefinition> {
  const isPath = /^\.{0,2}[\\/]/.test(text) || /\.[cm]?[jt]s$/.test(text);
  if (!isPath) {
    try {
      return resolveEnvironment(text);
    } catch (cause) {
      const file = modulesIn(".").find((name) => basename(name, extname(name)) === text);
      if (file === undefined) throw cause;
      throw new Error(`environment: there is none called "${text}". Did you mean the file ./${file}?`, {
        cause,
      });
    }
  }
  if (!existsSync(text)) {
    const write = (name: string) => (dirname(text) === "." ? `./${name}` : join(dirname(text), name));
    const hint = didYouMean(
      basename(text),
      modulesIn(dirname(text)),
      "Give a module that exports one.",
      write,
    );
    throw new Error(`environment: there is no file ${text}. ${hint}`);
  }
  if (statSync(text).isDirectory()) {
    const example = modulesIn(text)
      .slice(0, 1)
      .map((file) => `, such as ${join(text, file)}`);
    throw new Error(`environment: ${text} is a folder; give a file, a module that exports one${example}.`);
  }
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
    throw new Error(explained(module, (cause as Error).message), { cause });
  }
}

/** What went wrong, with the module named once, and what to write where nothing is exported. */
function explained({ url, name }: ModuleExport, message: string): string {
  const names = isFile(url) ? [url, fileURLToPath(url)] : [url];
  const named = names.some((each) => message.includes(each)) ? message : `${url}: ${message}`;
  const meant = importMeantBy(message);
  if (meant !== undefined) {
    return `${named}. There is ${meant} in that folder; an import gives the name that the file has, with its extension`;
  }
  if (name !== "default" || !message.includes('exports no "default"')) return named;
  return `${named}. Write \`export default\` before the definition, or the function that returns an environment`;
}

/** The file beside a module that was not found which differs in the extension alone, such as helper.ts for helper.js. */
function importMeantBy(message: string): string | undefined {
  const [, path] = /Cannot find module '([^']+)'/.exec(message) ?? [];
  if (path === undefined) return undefined;
  const stem = basename(path).replace(/\.[cm]?js$/, "");
  return modulesIn(dirname(path)).find((name) => basename(name, extname(name)) === stem);
}

/** The names of the modules in a folder. */
function modulesIn(directory: string): string[] {
  try {
    return readdirSync(directory).filter((name) => /\.[cm]?[jt]s$/.test(name));
  } catch {
    return [];
  }
}

function isFile(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === "file:";
}
