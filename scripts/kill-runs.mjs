/**
 * Kills runs at random moments with SIGKILL, and looks at what is left: every folder that has a policy must load, and
 * its record must tell the update of its weights truly.
 *
 *   npm run build && node scripts/kill-runs.mjs 1000
 *
 * Of four runs one is `logpi train` and one is `logpi train --workers 2`; the other two call `train` with a clock that
 * runs a thousand times as fast, so that they save after every update. That the updates are told truly is seen by an
 * undisturbed training, which gives the hash of the weights after each update.
 *
 * @argument the number of runs; default 100
 * @argument the folder of the built modules; default dist
 */
import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const script = fileURLToPath(import.meta.url);
const [, , first = "100", modules = join(script, "../../dist"), ...childArguments] = process.argv;
const built = (name) => import(pathToFileURL(join(resolve(modules), name)));

const environment = "CartPole-v1";
const stepsPerUpdate = 256;
const updates = 40;
const options = {
  ...{ environments: 8, rolloutSteps: 32, minibatchSize: 64, epochs: 2, hidden: [16] },
  ...{ steps: updates * stepsPerUpdate, seed: 1 },
};

if (first === "train") await trainFast(...childArguments);
else process.exitCode = (await killRuns(Number(first))) ? 0 : 1;

/** What the children do that do not go through the command line. */
async function trainFast(run, workers) {
  const { train } = await built("runs.js");
  const settings = {
    environment,
    run,
    preset: "defaults",
    options: { ...options, workers: Number(workers) },
  };
  for await (const _ of train({ ...settings, now: () => 1000 * performance.now(), evaluationEpisodes: 5 }));
}

async function killRuns(count) {
  const { loadRun, parametersHash } = await built("runs.js");
  const { ppo } = await built("algorithms.js");
  const hashes = [];
  const parts = { reportsBeginning: true };
  for (const { update, policy } of ppo(environment, { ...options, workers: 1 }, parts)) {
    hashes[update] = parametersHash(policy);
  }
  const parent = mkdtempSync(join(tmpdir(), "logpi-kill-"));
  const found = {};
  let kills = 0;

  /** What there is of a run, in a word. @throws if something of it is not true */
  function look(directory) {
    if (!existsSync(directory)) return "nothing";
    if (existsSync(join(directory, "metrics.jsonl"))) {
      const lines = readFileSync(join(directory, "metrics.jsonl"), "utf8").split("\n");
      for (const line of lines.slice(0, -1)) JSON.parse(line);
      if (lines.at(-1) !== "") throw new Error("the last line of the metrics is torn");
    }
    // Asked before the run is read: a process that is not dead yet may write one between the two.
    const hasPolicy = existsSync(join(directory, "policy.safetensors"));
    if (!hasPolicy) return "no policy yet";
    const { record, policy } = loadRun(directory);
    const hash = parametersHash(policy);
    if (record.parameters !== hash)
      throw new Error(`the weights have ${hash}, the record ${record.parameters}`);
    if (hashes[record.updates] !== hash)
      throw new Error(`the weights are not those of update ${record.updates}`);
    if (record.steps !== record.updates * stepsPerUpdate)
      throw new Error(`the record has ${record.steps} steps`);
    return record.status;
  }

  /** Milliseconds that an undisturbed run of each kind takes: what is measured follows the load of the machine. */
  const durations = [];
  for (let i = -4; i < count; i++) {
    const kind = (i + 4) % 4;
    const directory = join(parent, String(i));
    const began = performance.now();
    const child = start(kind, directory);
    const killing = i >= 0 && setTimeout(() => child.kill("SIGKILL"), randomInt(Math.ceil(durations[kind])));
    try {
      const killed = await new Promise((ended) => child.once("exit", (_, signal) => ended(signal !== null)));
      clearTimeout(killing);
      const took = performance.now() - began;
      if (!killed) durations[kind] = i < 0 ? took : (durations[kind] + took) / 2;
      look(directory);
      if (!child.stdout.closed) await new Promise((closed) => child.once("close", closed));
      const what = look(directory);
      if (killed) kills++;
      if (i >= 0) found[what] = (found[what] ?? 0) + 1;
      else if (what !== "finished") throw new Error(`an undisturbed run is ${what}`);
    } catch (error) {
      console.error(`run ${i} in ${directory}, kind ${kind}: ${error.message}`);
      return false;
    }
    rmSync(directory, { recursive: true, force: true });
  }
  rmSync(parent, { recursive: true });
  console.log(JSON.stringify({ runs: count, killed: kills, found }));
  return true;
}

function start(kind, directory) {
  const workers = String(1 + (kind % 2));
  const settings = Object.entries(options).flatMap(([name, value]) => ["--set", `${name}=${value}`]);
  const commandLine = [
    ...[join(modules, "cli.js"), "train", environment, "--run", directory, "--workers", workers],
    ...["--preset", "defaults", "--episodes", "5", "--json", ...settings],
  ];
  const args = kind < 2 ? commandLine : [script, "train", modules, directory, workers];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  child.stdout.resume();
  return child;
}
