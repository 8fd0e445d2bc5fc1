import * as v from "valibot";
import { valueInText } from "../../text/value-in-text.ts";
import { anyNumber, withNamesOfNumbers } from "../any-number.ts";
import type { MetricSinkName } from "../metrics/metric-sinks.ts";
import { positiveCount } from "../positive-count.ts";

/** How a run stands. A run that says "running" but no longer does was killed. */
export type RunStatus = "running" | "finished" | "stopped" | "failed";

export const evaluationSummary = v.object({
  episodes: v.number(),
  mean: anyNumber,
  std: anyNumber,
  min: anyNumber,
  max: anyNumber,
  /** Missing in the records of older versions, as is the mean length. */
  standardError: v.exactOptional(anyNumber),
  meanLength: v.exactOptional(anyNumber),
  /** What the environment told of the episodes, as means; missing, as are their counts, where it told nothing. */
  info: v.exactOptional(v.record(v.string(), anyNumber)),
  infoCounts: v.exactOptional(v.record(v.string(), anyNumber)),
  /** See `Evaluation.warnings`; missing where there is none. */
  warnings: v.exactOptional(v.array(v.string())),
});

const keeping = v.object({
  checkpointEvery: v.exactOptional(v.union([positiveCount, v.literal("none")])),
  keepCheckpoints: v.exactOptional(positiveCount),
  evaluateEvery: v.exactOptional(positiveCount),
  evaluationEpisodes: v.exactOptional(positiveCount),
  stochastic: v.exactOptional(v.boolean()),
  until: v.exactOptional(v.pipe(v.number(), v.finite())),
});

/** When and how much is kept and evaluated while a run trains: see `TrainSettings`. */
export type Keeping = Readonly<v.InferOutput<typeof keeping>>;

const runRecord = v.object({
  /** Says that the file is a run of logpi, and how to read it. */
  format: v.literal("logpi-run-1"),
  status: v.picklist(["running", "finished", "stopped", "failed"] satisfies RunStatus[]),
  /** Why the run failed. */
  message: v.exactOptional(v.string()),
  /** The environment's id. */
  environment: v.string(),
  /** Where the environment can be imported from, if it is not built in: a module's URL, and the export's name. */
  module: v.exactOptional(v.object({ url: v.string(), name: v.string() })),
  /** The algorithm's name. */
  algorithm: v.string(),
  /** The named settings that the options came from. */
  preset: v.string(),
  seed: v.number(),
  /** Every option of the algorithm, as it was used. */
  options: v.record(v.string(), v.unknown()),
  /** What every `reset` of the environment was given as its `options`; missing where nothing. */
  resetOptions: v.exactOptional(v.record(v.string(), v.unknown())),
  /** In which forms its metrics are kept beside `metrics.jsonl`; missing where in none. */
  log: v.exactOptional(v.array(v.picklist(["csv", "tensorboard"] satisfies MetricSinkName[]))),
  /** What computed, from the first report on. */
  backend: v.exactOptional(v.object({ name: v.string(), instructionSet: v.string() })),
  versions: v.object({ logpi: v.string(), node: v.string() }),
  /** Threads that the training was spread over. */
  workers: v.exactOptional(v.number()),
  /** Operating system and processor, such as "linux-x64". */
  platform: v.string(),
  /** When the run began, in ISO 8601. */
  started: v.string(),
  /** Updates finished when the weights were saved. */
  updates: v.number(),
  /** Environment steps taken until then. */
  steps: v.number(),
  /** Wall-clock time of the training until then. */
  seconds: v.number(),
  stepsPerSecond: v.number(),
  /** What the algorithm warned of: see `Report.warnings`. */
  warnings: v.exactOptional(v.array(v.string())),
  /** The SHA-256 of the weights, if any were saved: see `parametersHash`. */
  parameters: v.exactOptional(v.string()),
  /** When and how much is kept and evaluated while it trains: what a run that is resumed goes on with. */
  keeping: v.exactOptional(keeping),
  /** The SHA-256 of the weights that it began with, where they were not drawn. */
  initialParameters: v.exactOptional(v.string()),
  /** How often it was resumed, from where last, and whether it always went on as it would have without a stop. */
  resumed: v.exactOptional(
    v.object({
      times: v.number(),
      updates: v.number(),
      steps: v.number(),
      started: v.string(),
      exactResume: v.boolean(),
    }),
  ),
  /** The update whose policy was the best in the evaluations during training: `policy-best.safetensors`. */
  best: v.exactOptional(
    v.object({
      updates: v.number(),
      steps: v.number(),
      parameters: v.string(),
      evaluation: evaluationSummary,
    }),
  ),
  /** The mean return at which the run ended before all its steps, as it was asked to, and what it is the mean of. */
  reached: v.exactOptional(
    v.object({ mean: anyNumber, of: v.picklist(["evaluation", "episodes"]), episodes: v.number() }),
  ),
  /** What the trained policy achieved, acting greedily unless `keeping.stochastic`. */
  evaluation: v.exactOptional(evaluationSummary),
  /** Why there is no evaluation, if it failed. */
  evaluationFailure: v.exactOptional(v.string()),
  /** Why there is no evaluation, if there could be none: a game of several players. */
  evaluationSkipped: v.exactOptional(v.string()),
});

/** What `run.json` holds: all that is needed to make the run again, and what came of it. */
export type RunRecord = Readonly<v.InferOutput<typeof runRecord>>;

/** An evaluation without the single returns. */
export type EvaluationSummary = Readonly<v.InferOutput<typeof evaluationSummary>>;

/** The text of a `run.json`. */
export function formatRunRecord(record: RunRecord): string {
  return `${JSON.stringify(record, withNamesOfNumbers, 2)}\n`;
}

/**
 * Reads the text of a `run.json`.
 *
 * @throws if it is not JSON, or not the record of a run; the message says where
 */
export function parseRunRecord(text: string): RunRecord {
  const data = parseJson(text);
  const { format } = Object(data) as { readonly format?: unknown };
  if (typeof data === "object" && data !== null && format !== "logpi-run-1") {
    throw new Error(`format: expected "logpi-run-1", found ${valueInText(format)}. ${damaged}`);
  }
  const result = v.safeParse(runRecord, data);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new Error(
    `${v.getDotPath(issue) ?? "it"}: expected ${issue.expected}, found ${issue.received}. ${damaged}`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`it is not JSON (${(cause as Error).message}). ${damaged}`, { cause });
  }
}

const damaged = "The file is damaged, or no run of logpi: take a copy of it, or train again.";
