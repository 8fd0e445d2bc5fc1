import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { type BuildOptions, build } from "esbuild";

const here = new URL(".", import.meta.url).pathname;
export const root = join(here, "../..");

/** The module that workers run, and environments. */
const modulesWith = (...environments: string[]) => ({
  worker: join(root, "src/algorithms/worker.ts"),
  ...Object.fromEntries(environments.map((name) => [name, join(here, `environments/${name}.ts`)])),
});

/** Modules with what they share, and the module that workers run beside them. */
const options: BuildOptions = { bundle: true, format: "esm", splitting: true, target: "es2022" };

/** A folder of this package for modules that are built. The caller removes it. */
export function newFolder(): string {
  return mkdtempSync(join(root, "node_modules/.workers-"));
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true });
}

/** Builds `main.ts`, which runs scenarios. */
export async function buildForNode(folder: string): Promise<void> {
  const entryPoints = {
    ...modulesWith("calling", "demonstrations", "ending-early", "failing", "masked", "network", "plain"),
    ...modulesWith("training-itself"),
    main: join(here, "main.ts"),
  };
  await build({ ...options, entryPoints, outdir: folder, platform: "node" });
}

/** Builds a module for a browser. */
export async function buildForBrowser(folder: string, name: string, source = join(here, `${name}.ts`)) {
  const alias = { logpi: join(root, "src/index.ts") };
  const entryPoints = {
    ...modulesWith("demonstrations", "ending-early", "masked", "network"),
    [name]: source,
  };
  await build({ ...options, alias, entryPoints, outdir: folder, platform: "browser" });
}

/** Runs a scenario of `main.ts` in a process of its own. Returns what it says. */
export async function runScenario(
  folder: string,
  scenario: string,
  argument?: unknown,
  {
    node = process.execPath,
    flags = [],
  }: { readonly node?: string; readonly flags?: readonly string[] } = {},
) {
  const script = join(folder, "main.js");
  const run = promisify(execFile);
  const { stdout } = await run(node, [...flags, script, JSON.stringify([scenario, argument])], {
    timeout: 50_000,
  });
  return JSON.parse(stdout);
}
