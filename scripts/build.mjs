/**
 * Builds src/ to dist/, unless dist/ is newer than everything that it is made from: a module for each entry of the
 * package and for the command line, what they share in dist/shared/, and the types in dist/types/. It is built in a folder
 * of its own, which takes the place of dist/ when it is whole: several may build at once, as tests do.
 *
 * Node takes most of a millisecond to find and load a module, so hundreds of small ones would be most of the time from
 * importing logpi to its first action; most of the rest is parsing, which comments would add to. Only acting is apart from
 * the rest, since a page that only acts loads nothing else.
 */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { rolldown } from "rolldown";
import { escapeNonAscii } from "./escape-non-ascii.mjs";
import { markPure } from "./mark-pure.mjs";
import { describeInTypes } from "./option-texts.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, "src");
const place = join(root, "dist");
const output = join(root, `.dist-${process.pid}`); // as deep as dist/, for the relative paths in source maps
const stamp = ".built";
const manifest = join(root, "package.json");

function newestUnder(folder) {
  let newest = 0;
  for (const entry of readdirSync(folder, { recursive: true })) {
    newest = Math.max(newest, statSync(join(folder, entry)).mtimeMs);
  }
  return newest;
}

function isFresh() {
  const files = [manifest, fileURLToPath(import.meta.url), join(root, "tsconfig.json")];
  const others = [...files, join(root, "tsconfig.build.json")].map((file) => statSync(file).mtimeMs);
  try {
    return statSync(join(place, stamp)).mtimeMs >= Math.max(newestUnder(source), ...others);
  } catch {
    return false;
  }
}

/** "./graph" of the package's exports is dist/graph.js, made from src/graph/index.ts. */
function entries() {
  const { exports } = JSON.parse(readFileSync(manifest, "utf8"));
  const names = Object.keys(exports).filter((name) => name !== "./package.json");
  const modules = names.map((name) => [
    name === "." ? "index" : name.slice(2),
    join(source, name, "index.ts"),
  ]);
  return {
    ...Object.fromEntries(modules),
    // In the folder of the modules that start it: they look for it beside themselves.
    "shared/worker": join(source, "algorithms", "worker.ts"),
    "shared/policy-games-thread": join(source, "go", "games", "policy-games-thread.ts"),
    "shared/search-games-thread": join(source, "go", "games", "search-games-thread.ts"),
    "shared/trial-process": join(source, "runs", "tuning", "trial-process.ts"),
    "shared/typescript-hooks": join(source, "workers", "threads", "typescript-hooks.ts"),
    cli: join(source, "cli", "main.ts"),
  };
}

async function buildModules() {
  const input = entries();
  // What a group shares with others, and all that it needs, goes into one module of the group's name.
  const group = (name, module, priority) => ({ name, test: (id) => id === module, priority });
  const inputOptions = { input, platform: "neutral", external: /^[^./]/, tsconfig: false };
  const outputOptions = {
    dir: output,
    entryFileNames: "[name].js",
    chunkFileNames: "shared/[name].js",
    sourcemap: true,
    comments: { jsdoc: false },
    minify: false, // it would come last, and write escaped characters as they are
    plugins: [markPure(), escapeNonAscii()],
    minifyInternalExports: false, // so that the core for pages exports the same names
    codeSplitting: {
      includeDependenciesRecursively: true,
      groups: [group("acting", input.inference, 2), group("core", input.index, 1)],
    },
  };
  const bundle = await rolldown(inputOptions);
  const { output: modules } = await bundle.write(outputOptions);
  const forPages = await rolldown({ ...inputOptions, plugins: [inPages()] });
  const { output: modulesForPages } = await forPages.generate(outputOptions);
  writeCoreForPages(coreOf(modules), coreOf(modulesForPages));
}

const coreOf = (modules) => modules.find(({ fileName }) => fileName === "shared/core.js");

/** A plugin of rolldown: what package.json's `browser` says of the source, as bundlers for browsers read it. */
function inPages() {
  const { browser } = JSON.parse(readFileSync(manifest, "utf8"));
  const replaced = new Map(Object.entries(browser).map((files) => files.map((file) => join(root, file))));
  return {
    name: "in-pages",
    async resolveId(id, importer, options) {
      const resolved = await this.resolve(id, importer, { ...options, skipSelf: true });
      return (resolved && replaced.get(resolved.id)) ?? resolved;
    },
  };
}

/** Everything else is the same for pages: only what Node alone can do is left out of the core. */
function writeCoreForPages(core, coreForPages) {
  const names = ({ exports }) => exports.toSorted().join(" ");
  if (names(core) !== names(coreForPages)) throw new Error("build: the core for pages exports other names");
  writeFileSync(
    join(output, "shared", "core-in-page.js"),
    coreForPages.code.replace(/\n\/\/# source\S+\s*$/, "\n"),
  );
}

function buildTypes() {
  const compilerManifest = createRequire(import.meta.url).resolve("typescript-native/package.json");
  const compiler = join(dirname(compilerManifest), "bin", "tsc");
  const settings = ["-p", join(root, "tsconfig.build.json"), "--outDir", join(output, "types")];
  const { status } = spawnSync(process.execPath, [compiler, ...settings], { stdio: "inherit" });
  if (status !== 0) throw new Error(`build: the compiler ended with ${status}`);
}

/** Editors show the text of an option where it is written. */
async function describeOptionsInTypes() {
  const built = (name) => import(pathToFileURL(join(output, name)).href);
  const { algorithms } = await built("algorithms.js");
  const { describeOptions } = await built("learning.js");
  for (const { name, options } of algorithms) {
    describeInTypes(join(output, "types", "algorithms", name), describeOptions(options));
  }
}

/** Puts what was built where dist/ is, unless somebody has put the same there meanwhile. */
function takePlace() {
  if (isFresh()) return; // what is there may be in use
  const old = `${output}-old`;
  try {
    renameSync(place, old);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  try {
    renameSync(output, place);
  } catch (error) {
    if (!isFresh()) throw error;
  }
  rmSync(old, { recursive: true, force: true });
}

if (!isFresh()) {
  try {
    buildTypes();
    await buildModules();
    await describeOptionsInTypes();
    writeFileSync(join(output, stamp), "");
    takePlace();
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}
