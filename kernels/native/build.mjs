// Builds the Node add-on: npm run build:native. It needs a C compiler (gcc 12 or clang 14, or newer), make and Python.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { sourceHash } from "../sources.mjs";

const here = fileURLToPath(new URL("./", import.meta.url));

const runs = (command, ...args) => spawnSync(command, args, { stdio: "ignore" }).status === 0;

/** What the build needs and this machine does not have, one line each. */
function whatIsMissing() {
  if (process.platform === "win32") {
    return ["a compiler for Windows: the native backend builds on Linux and macOS (and in WSL) only"];
  }
  const { CC = "cc", PYTHON = "python3" } = process.env;
  return [
    [runs(CC, "--version"), `a C compiler (${CC} does not run)`],
    [runs("make", "--version"), "make"],
    [
      runs(PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 6))"),
      `Python 3 (${PYTHON} does not run)`,
    ],
  ].flatMap(([found, what]) => (found ? [] : [what]));
}

/** The development dependency, or the one that npm itself carries. */
function findNodeGyp() {
  const npm = process.env.npm_execpath ?? join(dirname(process.execPath), "../lib/node_modules/npm/index.js");
  for (const from of [import.meta.url, npm]) {
    try {
      return createRequire(from).resolve("node-gyp/bin/node-gyp.js");
    } catch {}
  }
  return undefined;
}

const nodeGyp = findNodeGyp();
const missing = [...whatIsMissing(), ...(nodeGyp ? [] : ["node-gyp (run `npm install node-gyp`)"])];
if (missing.length > 0) {
  console.error(
    `The native backend cannot be built here. Missing:\n${missing.map((what) => `  - ${what}`).join("\n")}\n` +
      "On Debian and Ubuntu: apt-get install build-essential python3. On macOS: xcode-select --install.\n" +
      'Everything works without it on the wasm backend, which is the default (backend: "wasm").',
  );
  process.exit(1);
}

// Node's headers come with most installations; node-gyp would fetch them otherwise.
const prefix = dirname(dirname(process.execPath));
const headers = existsSync(join(prefix, "include/node/node_api.h")) ? [`--nodedir=${prefix}`] : [];
try {
  execFileSync(
    process.execPath,
    [nodeGyp, "rebuild", "--loglevel=warn", ...headers, "--", `-Dsource_hash=${sourceHash()}`],
    { cwd: here, stdio: ["ignore", "inherit", "inherit"] },
  );
} catch {
  console.error(
    "The native backend was not built: see the messages above. The wasm backend, which is the default, needs no build.",
  );
  process.exit(1);
}
const { instructionSets } = createRequire(import.meta.url)("./build/Release/logpi.node");
console.log(`Built the native backend. Instruction sets of this machine: ${instructionSets.join(", ")}`);
