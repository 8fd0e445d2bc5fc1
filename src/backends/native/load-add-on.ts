import { sourceHash } from "../../compiler/instruction-set/opcodes.ts";
import type { AddOn } from "./add-on.ts";

let loaded: AddOn | undefined;

/**
 * The add-on: from the package `@logpi/native-<platform>-<architecture>` if that is installed, otherwise as
 * `npm run build:native` built it.
 *
 * @throws Error saying why there is none that can be used, and what to do
 */
export function loadAddOn(): AddOn {
  if (loaded) return loaded;
  // Node's modules are fetched at run time, so that this file can be loaded by a browser.
  const { process } = globalThis as { process?: NodeJS.Process };
  const createRequire = process?.getBuiltinModule?.("node:module").createRequire;
  if (process === undefined || createRequire === undefined) throw unusable(["it needs Node 20.16 or newer"]);
  // A bundle may have lost where it is; the package with the add-on is then looked for from the working directory.
  const require = createRequire(import.meta.url ?? `${process.cwd()}/`);
  loaded = findAddOn((place) => require(pathOf(place, require)), `${process.platform}-${process.arch}`);
  return loaded;
}

/** A file of this package, which does not export it, from where the package is: a build moves this code about. */
function pathOf(place: string, { resolve }: NodeJS.Require): string {
  const [, file] = /^logpi\/(.+)/.exec(place) ?? [];
  return file ? resolve("logpi/package.json").replace(/package\.json$/, file) : place;
}

/** Takes the first add-on that loads and was built from the source that the plans are made for. */
export function findAddOn(require: (place: string) => unknown, machine: string): AddOn {
  const problems: string[] = [];
  for (const place of [`@logpi/native-${machine}`, "logpi/kernels/native/build/Release/logpi.node"]) {
    try {
      const addOn = require(place) as AddOn;
      if (addOn.sourceHash === sourceHash) return addOn;
      problems.push(`${place} was built from the source of another version`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") continue;
      problems.push(`${place} was built for another machine or Node (${(error as Error).message})`);
    }
  }
  throw unusable(problems.length > 0 ? problems : [`it has not been built for this machine (${machine})`]);
}

function unusable(problems: readonly string[]): Error {
  const installed = import.meta.url?.includes("/node_modules/");
  const command = installed ? "npm --prefix node_modules/logpi run build:native" : "npm run build:native";
  return new Error(
    `native backend: the add-on cannot be used: ${problems.join("; ")}. ` +
      `Build it with \`${command}\`, or take the backend "wasm", which runs everywhere`,
  );
}
