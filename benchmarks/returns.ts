/**
 * Trains every entry of the table in docs/results.md on several seeds, through the command line, and writes the
 * table, its data and its pictures.
 *
 *   npm run results                 what is missing, or was measured with other settings or an older library; two trainings
 *                                   at a time. Stopped, the command goes on from there: trainings from their checkpoints
 *   npm run results -- --only A2C   of the entries with these letters in their title; the others stay as they were measured
 *   npm run results -- --at-once 1  so many trainings at a time
 *   npm run results -- --again      all of it anew
 *   npm run results -- --draw       only the table and the pictures again, from docs/results.json
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { drawCurves } from "./returns/draw-curves.ts";
import { type Entry, entries } from "./returns/entries.ts";
import { originOf } from "./returns/origin.ts";
import { page } from "./returns/page.ts";
import type { MeasuredEntry, Results } from "./returns/results.ts";
import { trainEntry } from "./returns/train-entry.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const dataFile = join(root, "docs/results.json");

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
      machine: `${cpus()[0].model}, Node ${process.versions.node}, ${atOnce === 1 ? "one training" : `${atOnce} trainings`} at a time, one core each`,
      date: new Date().toISOString().slice(0, 10),
      runs: seeds.flatMap((seed) => runs.filter((run) => run.seed === seed)),
    });
  const missing = seeds.filter((seed) => !has(seed));
  if (missing.length === 0 && before) keep({ ...before, ...entry, runs: runs.slice(0, entry.seeds) });
  const tasks = missing.map((seed) => async () => {
    const folder = join(root, "runs/results", `${origin.slice(0, 16)}-${seed}`);
    const run = await trainEntry(entry, seed, folder);
    runs.push(run);
    keepRuns();
    rmSync(folder, { recursive: true });
    console.log(
      `${entry.title}, seed ${run.seed}: ${run.evaluation.mean} ± ${run.evaluation.std}, ${run.seconds} s`,
    );
  });
  await inParallel(tasks, atOnce);
}

const { values: flags } = parseArgs({
  options: {
    only: { type: "string" },
    "at-once": { type: "string", default: "2" },
    again: { type: "boolean" },
    draw: { type: "boolean" },
  },
});
const atOnce = Number(flags["at-once"]);
if (!Number.isInteger(atOnce) || atOnce < 1) {
  throw new Error(`--at-once ${flags["at-once"]}: it must be a whole number from 1`);
}
/** Writes a training a line, so that a change of one is a change of its line. */
function writeData({ entries }: Results): void {
  const lines = entries.map(({ runs, ...entry }) => {
    const trainings = runs.map((run) => JSON.stringify(run)).join(",\n");
    return `${JSON.stringify(entry).slice(0, -1)},"runs":[\n${trainings}]}`;
  });
  // A stop in the middle of it leaves the results of before.
  writeFileSync(`${dataFile}.unfinished`, `{"entries":[\n${lines.join(",\n")}\n]}\n`);
  renameSync(`${dataFile}.unfinished`, dataFile);
}

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
    writeData(resultsNow());
  });
}
const results = resultsNow();
mkdirSync(join(root, "docs/images"), { recursive: true });
writeData(results);
writeFileSync(join(root, "docs/results.md"), page(results));
results.entries.forEach((entry, index) => {
  writeFileSync(join(root, `docs/images/curves-${index + 1}.svg`), drawCurves(entry));
});
