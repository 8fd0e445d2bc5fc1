/**
 * Kills runs at random moments with SIGKILL and goes on with them, again and again, until they end: each must end with the
 * weights, the metrics and the checkpoint of an undisturbed run.
 *
 *   npm run build && node scripts/resume-runs.mjs 300
 *
 * The runs have a checkpoint after every update. Some are `logpi train` and `logpi train --resume`, others call `train` with
 * a clock that runs a thousand times as fast, so that every update has a line of metrics. Each time that a run goes on it has
 * 1 or 2 workers, at random.
 *
 * @argument the number of kills; default 50
 * @argument the folder of the built modules; default dist
 */
import { spawn } from "node:child_process";
import { createHash, randomInt } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const script = fileURLToPath(import.meta.url);
const [, , first = "50", modules = join(script, "../../dist"), ...childArguments] = process.argv;
const built = (name) => import(pathToFileURL(join(resolve(modules), name)));

const small = { environments: 8, rolloutSteps: 32, hidden: [16], seed: 1 };
const replay = { environments: 2, rolloutSteps: 16, startSteps: 64, replaySize: 400, batchSize: 32 };
const replayed = ["Pendulum-v1", { ...replay, hidden: [16], seed: 1, steps: 640 }, 32];
/** What is trained, and how many steps an update takes. */
const trainings = {
  ppo: ["CartPole-v1", { ...small, minibatchSize: 64, epochs: 2, steps: 20 * 256 }, 256],
  a2c: ["Pendulum-v1", { ...small, rolloutSteps: 8, steps: 60 * 64 }, 64],
  "actor-critic": ["Pendulum-v1", { ...small, rolloutSteps: 8, steps: 60 * 64 }, 64],
  "average-reward-actor-critic": ["Pendulum-v1", { ...small, rolloutSteps: 8, steps: 60 * 64 }, 64],
  impala: ["Pendulum-v1", { ...small, rolloutSteps: 8, policyLag: 3, steps: 60 * 64 }, 64],
  reinforce: ["CartPole-v1", { episodesPerUpdate: 8, hidden: [16], seed: 1, steps: 4000 }, 1],
  rloo: ["CartPole-v1", { groupsPerUpdate: 4, groupSize: 2, hidden: [16], seed: 1, steps: 4000 }, 1],
  grpo: [
    "CartPole-v1",
    { groupsPerUpdate: 4, groupSize: 2, klWeight: 0.1, hidden: [16], seed: 1, steps: 4000 },
    1,
  ],
  "evolution-strategies": ["CartPole-v1", { population: 8, hidden: [16], seed: 1, steps: 4000 }, 1],
  trpo: ["Pendulum-v1", { ...small, valueMinibatchSize: 64, steps: 12 * 256 }, 256],
  "natural-policy-gradient": ["CartPole-v1", { ...small, valueMinibatchSize: 64, steps: 12 * 256 }, 256],
  "self-play": [
    "TicTacToe-v0",
    { gamesPerUpdate: 16, snapshotEvery: 3, hidden: [16], seed: 1, steps: 2000 },
    1,
  ],
  reppo: ["Pendulum-v1", { ...small, minibatchSize: 64, epochs: 1, bins: 11, steps: 12 * 256 }, 256],
  td3: replayed,
  sac: replayed,
};
/** One after another: the name of a training, and whether it goes through the command line. */
const kinds = Object.keys(trainings).flatMap((name) => [
  { name, byCommand: false },
  ...(name === "ppo" || name === "sac" ? [{ name, byCommand: true }] : []),
]);

if (first === "train") await trainFast(...childArguments);
else process.exitCode = (await killAndResume(Number(first))) ? 0 : 1;

/** What the children do that do not go through the command line. */
async function trainFast(name, run, workers, resume) {
  const { train } = await built("runs.js");
  const [environment, options, every] = trainings[name];
  const settings =
    resume === "resume"
      ? { resume: run, options: { workers: Number(workers) } }
      : {
          environment,
          algorithm: name,
          run,
          preset: "defaults",
          options: { ...options, workers: Number(workers) },
        };
  const now = () => 1000 * performance.now();
  for await (const _ of train({ ...settings, checkpointEvery: every, evaluationEpisodes: 2, now }));
}

/** Everything that a run ended with which does not depend on the time that it took, and how its metrics were cut. */
function endOf(directory, { parseRunRecord, readMetrics, decodeRunCheckpoint }) {
  const record = parseRunRecord(directory);
  const lines = readMetrics(directory);
  const updates = lines.map(({ update }) => update);
  if (updates.some((update, i) => i > 0 && update <= updates[i - 1]))
    throw new Error("a line of the metrics is there twice");
  const { training, run } = decodeRunCheckpoint(directory, record.steps);
  return {
    status: record.status,
    updates: record.updates,
    steps: record.steps,
    parameters: record.parameters,
    evaluation: JSON.stringify(record.evaluation),
    checkpoint: createHash("sha256").update(training).digest("hex"),
    recent: JSON.stringify(run.recent),
    episodes: lines.reduce((sum, { episodes }) => sum + episodes, 0),
    lastLine: lines.at(-1).update,
    lines: JSON.stringify(lines.map(({ seconds: _, ...line }) => line)),
  };
}

async function killAndResume(wanted) {
  const { loadRun, readMetrics } = await built("runs.js");
  const { decodeState } = await built("state.js");
  const readers = {
    parseRunRecord: (directory) => loadRun(directory).record,
    readMetrics,
    decodeRunCheckpoint(directory, steps) {
      const { training, run } = decodeState(readFileSync(join(directory, `checkpoint-${steps}.safetensors`)));
      return { training, run: JSON.parse(run) };
    },
  };
  const parent = mkdtempSync(join(tmpdir(), "logpi-resume-"));
  const expected = new Map();
  const durations = new Map();
  let [kills, ended, beganAgain] = [0, 0, 0];

  for (let i = 0; kills < wanted || i < kinds.length; i++) {
    const kind = kinds[i % kinds.length];
    const key = JSON.stringify(kind);
    const directory = join(parent, String(i));
    try {
      if (!expected.has(key)) {
        const began = performance.now();
        await childEnds(start(kind, `${directory}-whole`, 1, false));
        durations.set(key, performance.now() - began);
        expected.set(key, endOf(`${directory}-whole`, readers));
        if (expected.get(key).status !== "finished") throw new Error("the undisturbed run did not finish");
      }
      for (let left = 6; ; left--) {
        // Before its first checkpoint there is nothing to go on from.
        const goesOn =
          existsSync(directory) &&
          readdirSync(directory).some((name) => /^checkpoint-\d+\.safetensors$/.test(name));
        if (existsSync(directory) && !goesOn) {
          beganAgain++;
          rmSync(directory, { recursive: true });
        }
        const child = start(kind, directory, 1 + randomInt(2), goesOn);
        const delay = randomInt(Math.ceil(durations.get(key)));
        const killing = left > 0 && setTimeout(() => child.kill("SIGKILL"), delay);
        const killed = await childEnds(child);
        clearTimeout(killing);
        if (!killed) break;
        kills++;
        if (existsSync(join(directory, "policy.safetensors"))) loadRun(directory);
      }
      const [found, whole] = [endOf(directory, readers), { ...expected.get(key) }];
      // With a real clock, which updates have a line depends on the speed.
      if (kind.byCommand) found.lines = whole.lines = "";
      for (const [name, value] of Object.entries(whole)) {
        if (found[name] !== value)
          throw new Error(`${name} is ${found[name]}, without a stop it is ${value}`);
      }
      ended++;
    } catch (error) {
      console.error(`run ${i} in ${directory}, ${key}: ${error.message}`);
      return false;
    }
    rmSync(directory, { recursive: true, force: true });
  }
  rmSync(parent, { recursive: true });
  console.log(JSON.stringify({ kills, runs: ended, beganAgain }));
  return true;
}

/** Waits until the child, and the process that it has started, have ended. Returns whether it was killed. */
async function childEnds(child) {
  const closed = new Promise((resolve) => child.once("close", resolve));
  const killed = await new Promise((resolve) => child.once("exit", (_, signal) => resolve(signal !== null)));
  await closed;
  return killed;
}

function start({ name, byCommand }, directory, workers, goesOn) {
  const [environment, options, every] = trainings[name];
  const settings = Object.entries(options).flatMap(([option, value]) => ["--set", `${option}=${value}`]);
  const common = [
    "--workers",
    String(workers),
    "--checkpoint-every",
    String(every),
    "--episodes",
    "2",
    "--json",
  ];
  const command = goesOn
    ? ["train", "--resume", directory, ...common]
    : [
        "train",
        environment,
        "--algorithm",
        name,
        "--preset",
        "defaults",
        "--run",
        directory,
        ...settings,
        ...common,
      ];
  const args = byCommand
    ? [join(modules, "cli.js"), ...command]
    : [script, "train", modules, name, directory, String(workers), goesOn ? "resume" : "begin"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  child.stdout.resume();
  return child;
}
