import type { Entry } from "./entries.ts";

/** One training: its curve of training returns, and how it ended. */
export interface Run {
  readonly seed: number;
  readonly steps: number;
  readonly seconds: number;
  readonly evaluation: { readonly mean: number; readonly std: number };
  /** SHA-256 of the weights. */
  readonly parameters: string;
  readonly curve: readonly (readonly [steps: number, meanReturn: number])[];
}

/** An entry with its trainings, and what made them where and when. */
export interface MeasuredEntry extends Entry {
  readonly machine: string;
  readonly date: string;
  /** See `originOf`. */
  readonly origin: string;
  readonly runs: readonly Run[];
}

/** The content of docs/results.json. */
export interface Results {
  readonly entries: readonly MeasuredEntry[];
}
