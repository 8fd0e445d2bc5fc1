/**
 * Trains every entry of the table in docs/results.md on several seeds, through the command line, and writes the
 * table, its data and its pictures.
 *
 *   npm run results                 what is missing, or was measured with other settings or an older library; two trainings
 *                                   at a time. Every training is kept when it ends: stopped, the command goes on from there
 *   npm run results -- --only A2C   of the entries with these letters in their title; the others stay as they were measured
 *   npm run results -- --again      all of it anew
 *   npm run results -- --draw       only the table and the pictures again, from docs/results.json
 */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { drawCurves } from "./returns/draw-curves.ts";
import { type Entry, entries, wordsOf } from "./returns/entries.ts";
import { originOf } from "./returns/origin.ts";
import { page } from "./returns/page.ts";
import type { MeasuredEntry, Results, Run } from "./returns/results.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const dataFile = join(root, "docs/results.json");

/** Points that a curve keeps: more cannot be told apart in a picture. */
const pointsPerCurve = 60;

async function train(chosen: readonly string[], seed: number): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), "logpi-results-"));
  const words = ["dist/cli.js", "train", ...chosen, "--seed", String(seed), "--json"];
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
      if (event.event !== "report") continue;
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
  throw new Error(`train ${chosen.join(" ")} --seed ${seed} ended without a result`);
}

/** Runs tasks, so many at a time. */
async function inParallel(tasks: readonly (() => Promise<void>)[], atOnce: number): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < tasks.length; index = next++) await tasks[index]();
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Trains the seeds of an entry that are missing, and calls `keep` after each. */
async function measure(
  entry: Entry,
  before: MeasuredEntry | undefined,
  keep: (measured: MeasuredEntry) => void,
): Promise<void> {
  const origin = originOf(entry);
  const runs = before?.origin === origin && !flags.again ? [...before.runs] : [];
  const seeds = Array.from({ length: entry.seeds }, (_, index) => index + 1);
  const has = (seed: number) => runs.some((run) => run.seed === seed);
  const keepRuns = () =>
    keep({
      ...{ ...entry, origin },
      machine: `${cpus()[0].model}, Node ${process.versions.node}, two trainings at a time, one core each`,
      date: new Date().toISOString().slice(0, 10),
      runs: seeds.flatMap((seed) => runs.filter((run) => run.seed === seed)),
    });
  const missing = seeds.filter((seed) => !has(seed));
  if (missing.length === 0 && before) keep({ ...before, ...entry, runs: runs.slice(0, entry.seeds) });
  const tasks = missing.map((seed) => async () => {
    const run = await train(wordsOf(entry), seed);
    runs.push(run);
    keepRuns();
    console.log(
      `${entry.title}, seed ${run.seed}: ${run.evaluation.mean} ± ${run.evaluation.std}, ${run.seconds} s`,
    );
  });
  await inParallel(tasks, 2);
}

const { values: flags } = parseArgs({
  options: { only: { type: "string" }, again: { type: "boolean" }, draw: { type: "boolean" } },
});
const saved: Results = JSON.parse(readFileSync(dataFile, "utf8"));
const wanted = entries.filter(({ title }) => !flags.draw && title.includes(flags.only ?? ""));
if (!flags.draw && wanted.length === 0) {
  throw new Error(`--only ${flags.only}: there are ${entries.map(({ title }) => `"${title}"`).join(", ")}`);
}
const measured = new Map(saved.entries.map((entry) => [entry.title, entry]));
/** Entries in their order, without those that are no longer wanted. */
const resultsNow = (): Results => ({
  entries: entries.flatMap(({ title }) => measured.get(title) ?? []),
});
for (const entry of wanted) {
  await measure(entry, measured.get(entry.title), (now) => {
    measured.set(entry.title, now);
    writeFileSync(dataFile, `${JSON.stringify(resultsNow())}\n`);
  });
}
const results = resultsNow();
mkdirSync(join(root, "docs/images"), { recursive: true });
writeFileSync(dataFile, `${JSON.stringify(results)}\n`);
writeFileSync(join(root, "docs/results.md"), page(results));
results.entries.forEach((entry, index) => {
  writeFileSync(join(root, `docs/images/curves-${index + 1}.svg`), drawCurves(entry));
});
