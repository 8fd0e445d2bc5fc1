/**
 * Trains every entry of the table in docs/results.md on several seeds, through the command line, and writes the
 * table, its data and its pictures.
 *
 *   npm run results                 all of it (a few minutes; two trainings at a time)
 *   npm run results -- --only A2C   the entries with these letters in their title; the others stay as they were measured
 *   npm run results -- --draw       only the table and the pictures again, from docs/results.json
 */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { drawCurves } from "./draw-curves.ts";
import { median } from "./timing.ts";

interface Entry {
  readonly title: string;
  /** What stands behind `logpi train`. */
  readonly command: string;
  readonly seeds: number;
  /** The mean evaluation that it should reach. */
  readonly wanted: string;
}

const entries: Entry[] = [
  {
    title: "PPO, CartPole-v1, our settings (npm start)",
    command: "CartPole-v1",
    seeds: 10,
    wanted: "500 ± 0",
  },
  {
    title: "PPO, CartPole-v1, Zoo's settings",
    command: "CartPole-v1 --preset zoo",
    seeds: 10,
    wanted: "500 ± 0 for 9 of 10",
  },
  {
    title: "PPO, CartPole-v1, CleanRL's settings",
    command: "CartPole-v1 --preset cleanrl",
    seeds: 10,
    wanted: "≥ 490",
  },
  {
    title: "REINFORCE with a learned baseline, CartPole-v1",
    command: "CartPole-v1 --algorithm reinforce",
    seeds: 10,
    wanted: "≥ 475",
  },
  { title: "PPO, Pendulum-v1", command: "Pendulum-v1", seeds: 5, wanted: "≥ −200" },
  {
    title: "A2C, CartPole-v1, Zoo's settings",
    command: "CartPole-v1 --algorithm a2c",
    seeds: 10,
    wanted: "≥ 475",
  },
  { title: "A2C, Pendulum-v1", command: "Pendulum-v1 --algorithm a2c", seeds: 10, wanted: "≥ −200" },
  { title: "SAC, Pendulum-v1", command: "Pendulum-v1 --algorithm sac", seeds: 5, wanted: "≥ −150" },
];

/** One training: its curve of training returns, and how it ended. */
export interface Run {
  readonly seed: number;
  readonly steps: number;
  readonly seconds: number;
  readonly evaluation: { readonly mean: number; readonly std: number };
  readonly parameters: string;
  readonly curve: readonly (readonly [steps: number, meanReturn: number])[];
}

/** An entry with its trainings, and where and when they were made. */
export interface MeasuredEntry extends Entry {
  readonly machine: string;
  readonly date: string;
  readonly runs: readonly Run[];
}

export interface Results {
  readonly entries: readonly MeasuredEntry[];
}

const root = fileURLToPath(new URL("..", import.meta.url));
const dataFile = join(root, "docs/results.json");

/** Points that a curve keeps: more cannot be told apart in a picture. */
const pointsPerCurve = 60;

async function train(command: string, seed: number): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), "logpi-results-"));
  const words = ["dist/cli.js", "train", ...command.split(" "), "--seed", String(seed), "--json"];
  const child = spawn(process.execPath, [...words, "--run", join(folder, "run")], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const curve: [number, number][] = [];
  let totals = { episodes: 0, returns: 0 };
  let nextPoint = 0;
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const event = JSON.parse(line);
      if (event.event === "done") {
        const { steps, seconds, evaluation, parameters } = event;
        return { seed, steps, seconds, evaluation, parameters, curve };
      }
      if (event.episodes > 0) {
        totals = {
          episodes: totals.episodes + event.episodes,
          returns: totals.returns + event.episodes * event.meanReturn,
        };
      }
      if (event.steps < nextPoint || totals.episodes === 0) continue;
      curve.push([event.steps, Math.round((10 * totals.returns) / totals.episodes) / 10]);
      totals = { episodes: 0, returns: 0 };
      nextPoint = event.steps + event.totalSteps / pointsPerCurve;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  throw new Error(`train ${command} --seed ${seed} ended without a result`);
}

/** Runs tasks, so many at a time, and keeps their order. */
async function inParallel<T>(tasks: readonly (() => Promise<T>)[], atOnce: number): Promise<T[]> {
  const results: T[] = new Array(tasks.length);
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < tasks.length; index = next++) results[index] = await tasks[index]();
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

async function measure(entry: Entry): Promise<MeasuredEntry> {
  const tasks = Array.from({ length: entry.seeds }, (_, index) => async () => {
    const run = await train(entry.command, index + 1);
    console.log(
      `${entry.title}, seed ${run.seed}: ${run.evaluation.mean} ± ${run.evaluation.std}, ${run.seconds} s`,
    );
    return run;
  });
  return {
    ...entry,
    machine: `${cpus()[0].model}, Node ${process.versions.node}, two trainings at a time, one core each`,
    date: new Date().toISOString().slice(0, 10),
    runs: await inParallel(tasks, 2),
  };
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const format = (value: number) => value.toFixed(1).replace("-", "−");

function page({ entries: measured }: Results): string {
  const origins = [...new Set(measured.map(({ date, machine }) => `on ${date}: ${machine}`))];
  const rows = measured.map(({ title, command, wanted, runs }) => {
    const means = runs.map(({ evaluation }) => evaluation.mean);
    const perfect = means.filter((value) => value === 500).length;
    const solved = title.includes("CartPole") ? `${perfect} of ${runs.length}` : "–";
    const seconds = median(runs.map((run) => run.seconds));
    const cells = [
      title,
      `\`${command}\``,
      runs[0].steps.toLocaleString("en"),
      `${runs.length}`,
      `**${format(mean(means))}**`,
      `${format(Math.min(...means))} … ${format(Math.max(...means))}`,
      solved,
      wanted,
      seconds.toFixed(1),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  const pictures = measured.map((entry, index) => `![${entry.title}](images/curves-${index + 1}.svg)`);
  return `# Results

Each policy is evaluated after training: greedily, over 100 episodes, on seeds of their own. "Mean" is the mean of these
evaluations over the seeds 1 to n; "500 ± 0" counts the seeds on which every one of the 100 episodes reached 500. Seconds
are of training alone, the median of the seeds.

| what | \`logpi train …\` | steps | seeds | mean | worst … best seed | 500 ± 0 | wanted | seconds |
|---|---|---|---|---|---|---|---|---|
${rows.join("\n")}

Measured ${origins.join("; ")}. The same seed gives the same weights, and so the same table, on any machine; only the
seconds differ. Made by \`npm run results\`, with the numbers of every run in [results.json](results.json).

## Learning curves

Returns of the episodes that ended during training (sampled actions), one line per seed; the thick line is their mean.

${pictures.join("\n\n")}
`;
}

const { values: flags } = parseArgs({ options: { only: { type: "string" }, draw: { type: "boolean" } } });
const saved: Results = JSON.parse(readFileSync(dataFile, "utf8"));
const isWanted = ({ title }: Entry) => !flags.draw && title.includes(flags.only ?? "");
if (!flags.draw && !entries.some(isWanted)) {
  throw new Error(`--only ${flags.only}: there are ${entries.map(({ title }) => `"${title}"`).join(", ")}`);
}
const measured: MeasuredEntry[] = [];
for (const entry of entries) {
  const before = saved.entries.find(({ title }) => title === entry.title);
  if (isWanted(entry)) measured.push(await measure(entry));
  else if (before) measured.push(before);
}
const results: Results = { entries: measured };
mkdirSync(join(root, "docs/images"), { recursive: true });
writeFileSync(dataFile, `${JSON.stringify(results)}\n`);
writeFileSync(join(root, "docs/results.md"), page(results));
results.entries.forEach((entry, index) => {
  writeFileSync(join(root, `docs/images/curves-${index + 1}.svg`), drawCurves(entry));
});
