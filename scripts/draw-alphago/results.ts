import type { Pairing } from "../../src/go/index.ts";
import type { BaselineMeasurement } from "../train-go/measure-baselines.ts";

/** The trainings of the campaign, by what they are called. */
export const trainings = [
  "imitation",
  "valueOfExperts",
  "apprentice",
  "valueOfSearch",
  "secondApprentice",
  "secondValueOfSearch",
  "reinforced",
  "againstGnuGo",
  "valueOfGames",
  "value",
  "valueOfAll",
  "valueOfFew",
  "secondPass",
] as const;
export type TrainingName = (typeof trainings)[number];

/** The content of docs/alphago.json: what is known of a campaign, as far as it has come. */
export interface AlphaGoResults {
  readonly games: readonly GamesSummary[];
  readonly runs: Readonly<Partial<Record<TrainingName, RunSummary>>>;
  readonly matches: readonly MatchSummary[];
  readonly baselines: readonly (BaselineMeasurement & { readonly run: string })[];
  /** After how many updates and moves of the first pass its snapshots were. */
  readonly snapshots: readonly { readonly file: string; readonly updates: number; readonly steps: number }[];
}

/** A file of games that was learned from. */
export interface GamesSummary {
  readonly file: string;
  readonly games: number;
  readonly player: string;
  /** Seed and openings, as the games tell. */
  readonly how: string;
}

/** A training, as `run.json` and `metrics.jsonl` tell of it. */
export interface RunSummary {
  readonly run: string;
  readonly started: string;
  readonly seconds: number;
  readonly updates: number;
  readonly steps: number;
  readonly backend: string;
  readonly workers: number;
  readonly seed: number;
  /** Those that are not the command's defaults. */
  readonly options: Readonly<Record<string, unknown>>;
  /** SHA-256 of the weights. */
  readonly parameters: string;
  /** What the command said of all games held out, in sentences. */
  readonly judged: readonly string[];
  readonly curves: Readonly<Record<string, Series>>;
}

/** Values after so many steps, rising. */
export interface Series {
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

/** A file of a match. The first player of the pairing is the one that the command names first. */
export interface MatchSummary extends Pairing {
  readonly name: string;
  /** Games that did not end in order, of which the file's comments tell. */
  readonly remarks: number;
}
