import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { goImitation, goReinforcement, goValue, pairingsIn, parseSgf } from "../../src/go/index.ts";
import { readRun } from "../../src/runs/folder/read-run.ts";
import { type MetricsLine, readCurves, readMetrics } from "../../src/runs/index.ts";
import { paths } from "../train-go/paths.ts";
import { shownMetrics } from "./figures.ts";
import {
  type AlphaGoResults,
  type GamesSummary,
  type MatchSummary,
  type RunSummary,
  type Series,
  trainings,
} from "./results.ts";

/** So many values are shown as they are; more are smoothed as `logpi plot` does. */
const mostAlone = 150;

/** Reads what a campaign's folder has by now: trainings that have finished, and games and matches as far as they are. @throws if a file of it is damaged */
export function collectResults(folder: string): AlphaGoResults {
  const judged = judgementsIn(folder);
  const runs = trainings
    .map((name) => [name, join(folder, paths[name])] as const)
    .filter(([, run]) => existsSync(join(run, "run.json")) && readRun(run).record.status === "finished")
    .map(([name, run]) => [name, summarizeRun(run, paths[name], judged.get(paths[name]) ?? [])] as const);
  const matches = join(folder, paths.matches);
  const files = existsSync(matches) ? readdirSync(matches).filter((name) => name.endsWith(".sgf")) : [];
  return {
    games: [
      paths.expertGames,
      paths.searchGames,
      paths.secondSearchGames,
      paths.apprenticeGames,
      paths.trainedGames,
      paths.selfPlay,
      paths.fewGames,
    ].flatMap((file) => summarizeGames(folder, file)),
    runs: Object.fromEntries(runs),
    matches: files.sort().flatMap((file) => summarizeMatch(join(matches, file))),
    baselines: readJson(join(folder, paths.baselines)),
    snapshots: readJson(join(folder, paths.snapshots, "snapshots.json")),
  };
}

function readJson(file: string) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
}

function summarizeGames(folder: string, file: string): GamesSummary[] {
  const path = join(folder, file);
  if (!existsSync(path)) return [];
  const bytes = readFileSync(path);
  const games = bytes.reduce((count, byte) => (byte === 10 ? count + 1 : count), 0);
  if (games === 0) return [];
  const [{ properties }] = parseSgf(bytes.subarray(0, bytes.indexOf(10)));
  const [player = "", how = ""] = ["PB", "GC"].map((name) => properties.get(name)?.[0]);
  return [{ file, games, player, how }];
}

function summarizeRun(directory: string, run: string, judged: readonly string[]): RunSummary {
  const { record } = readRun(directory);
  const { started, seconds, updates, steps, seed, backend, workers = 1, parameters = "" } = record;
  const lines = readMetrics(directory);
  const curves = shownMetrics.flatMap((metric) => {
    const measured = lines.filter((line) => line[metric] !== null && line[metric] !== undefined);
    if (measured.length === 0) return [];
    const series = measured.length > mostAlone ? smoothed(directory, metric) : asTheyAre(measured, metric);
    return [[metric, series] as const];
  });
  return {
    ...{ run, started, seconds: Math.round(seconds), updates, steps },
    ...{ backend: backend?.name ?? "wasm", workers, seed, options: ownOptions(record) },
    ...{ parameters, judged, curves: Object.fromEntries(curves) },
  };
}

/** What commands said of runs in the end, by the logs of their output in the campaign's folder. */
function judgementsIn(folder: string): Map<string, string[]> {
  const judged = new Map<string, string[]>();
  for (const file of readdirSync(folder).filter((name) => /\.(log|md)$/.test(name))) {
    let run: string | undefined;
    for (const line of readFileSync(join(folder, file), "utf8").split("\n")) {
      run = /Saved in (\S+)\.$/.exec(line)?.[1] ?? run;
      if (run !== undefined && /^Of [\d,]+ \w+ (in games held out|it tells)/.test(line)) {
        judged.set(run, [...(judged.get(run) ?? []), line]);
      }
    }
  }
  return judged;
}

const algorithms = [goImitation, goReinforcement, goValue] as const;

/** Options that are not the defaults, without those that are told apart. */
function ownOptions({
  algorithm,
  options,
}: {
  algorithm: string;
  options: Readonly<Record<string, unknown>>;
}) {
  const table = algorithms.find(({ name }) => name === algorithm)?.options as
    | Readonly<Record<string, { readonly default: unknown }>>
    | undefined;
  const told = ["seed", "backend", "workers"];
  const isOwn = ([name, value]: [string, unknown]) =>
    !told.includes(name) && JSON.stringify(table?.[name]?.default) !== JSON.stringify(value);
  return Object.fromEntries(Object.entries(options).filter(isOwn));
}

const short = (value: number) => Number(value.toPrecision(4));

function asTheyAre(lines: readonly MetricsLine[], metric: string): Series {
  return { steps: lines.map(({ steps }) => steps), values: lines.map((line) => short(line[metric]!)) };
}

function smoothed(directory: string, metric: string): Series {
  const [{ steps, mean }] = readCurves([directory], { metric }).curves;
  const at = [...mean.keys()].filter((i) => Number.isFinite(mean[i]));
  return { steps: at.map((i) => Math.round(steps[i])), values: at.map((i) => short(mean[i])) };
}

/** The games so far of a match that may be going on. */
function summarizeMatch(file: string): MatchSummary[] {
  const bytes = readFileSync(file);
  const games = parseSgf(bytes.subarray(0, bytes.lastIndexOf(10) + 1));
  if (games.length === 0) return [];
  const [pairing] = pairingsIn(games);
  if (pairing === undefined) return [];
  // The player that the command names first has Black in the first game.
  const first = games[0].properties.get("PB")?.[0] ?? "";
  const remarks = games.filter(({ properties }) => properties.has("C")).length;
  const { wins, losses } = pairing;
  const turned =
    pairing.first === first ? pairing : { first, second: pairing.first, wins: losses, losses: wins };
  return [{ name: basename(file, ".sgf"), ...turned, remarks }];
}
