// Builds the Node add-on: npm run build:native. It needs a C compiler (gcc 12 or clang 14, or newer), make and Python.
// With --sanitize it builds, beside the usual one, an add-on that AddressSanitizer and UndefinedBehaviorSanitizer watch.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { sourceHash } from "../sources.mjs";

const sanitize = process.argv.includes("--sanitize");
const product = sanitize ? "logpi-sanitized" : "logpi";
const { CC = "cc", PYTHON = "python3" } = process.env;
const here = fileURLToPath(new URL("./", import.meta.url));

const runs = (command, ...args) => spawnSync(command, args, { stdio: "ignore" }).status === 0;

/** What the build needs and this machine does not have, one line each. */
function whatIsMissing() {
  if (process.platform === "win32") {
    return ["a compiler for Windows: the native backend builds on Linux and macOS (and in WSL) only"];
  }
  if (sanitize && process.platform !== "linux") return ["Linux: the sanitizers are set up for gcc there"];
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
const variables = { source_hash: sourceHash(), product, sanitize: Number(sanitize) };
const settings = Object.entries(variables).map(([name, value]) => `-D${name}=${value}`);
const build = sanitize ? ["configure", "build"] : ["rebuild"]; // which removes what was built before
try {
  for (const command of build) {
    const own = command === "build" ? [] : ["--", ...settings];
    execFileSync(process.execPath, [nodeGyp, command, "--loglevel=warn", ...headers, ...own], {
      cwd: here,
      stdio: ["ignore", "inherit", "inherit"],
    });
  }
} catch {
  console.error(
    "The native backend was not built: see the messages above. The wasm backend, which is the default, needs no build.",
  );
  process.exit(1);
}
if (sanitize) {
  const library = execFileSync(CC, ["-print-file-name=libasan.so"], { encoding: "utf8" }).trim();
  console.log(
    "Built the native backend with sanitizers. Node must load theirs first:\n" +
      `LD_PRELOAD=${library} ASAN_OPTIONS=detect_leaks=0 npx tsx scripts/fuzz-graphs.ts --backend sanitized`,
  );
} else {
  const { instructionSets } = createRequire(import.meta.url)(`./build/Release/${product}.node`);
  console.log(`Built the native backend. Instruction sets of this machine: ${instructionSets.join(", ")}`);
}
