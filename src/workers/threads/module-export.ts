import { importModule } from "./import-module.ts";

/** Where another thread finds a function or an object: as an export of a module. */
export interface ModuleExport {
  /** The module's URL. */
  readonly url: string;
  /** What it is exported as. */
  readonly name: string;
}

/** What says where it can be imported from: see {@link inModule}. */
export interface Importable {
  readonly module?: ModuleExport;
}

/**
 * Says where a function or an object can be imported from, so that workers get it too: functions themselves cannot be
 * sent to other threads. Returns what it is given.
 *
 * @param url `import.meta.url` of the module that exports it
 * @param name what it is exported as; default "default"
 * @throws TypeError if `url` is none, such as a relative path: from another thread it would lead elsewhere
 * @example
 * export default inModule(import.meta.url, () => defineEnvironment({ … }));
 */
export function inModule<Value extends object>(
  url: string | URL,
  value: Value,
  name = "default",
): Value & Required<Importable> {
  // In a bundle of CommonJS, import.meta.url is undefined: all that needs no other thread works there.
  if (url !== undefined && (!URL.canParse(url) || /^[a-z]:/i.test(`${url}`))) {
    throw new TypeError(
      `inModule: url is ${JSON.stringify(url)}; it must be the URL of the module that exports the value: import.meta.url there, ` +
        'elsewhere new URL("./environment.js", import.meta.url)',
    );
  }
  return Object.assign(value, { module: { url: url && `${url}`, name } });
}

/** Of the modules that this thread was told to import, by URL: why nothing may begin that needs them; empty once it may. */
const obstacles = new Map<string | undefined, string>();

/** Why nothing may begin now that other threads import the module for; undefined or empty when it may. */
export function whyNotYet(module: ModuleExport | undefined): string | undefined {
  return obstacles.get(module?.url);
}

/** @throws if the module cannot be loaded, or exports nothing of that name */
export async function importFrom({ url, name }: ModuleExport): Promise<unknown> {
  if (!obstacles.has(url)) {
    obstacles.set(
      url,
      `it begins while ${url} is being imported, and so would begin again in every worker; ` +
        "move what that module exports by inModule to a module of its own, which begins nothing",
    );
  }
  const module = await importModule(url).finally(() => obstacles.set(url, ""));
  if (name in module) return module[name];
  throw new Error(
    `module ${url}: it exports no "${name}"; it has ${Object.keys(module).join(", ") || "nothing"}`,
  );
}
