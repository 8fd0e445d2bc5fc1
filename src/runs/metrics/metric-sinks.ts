import * as fs from "node:fs";
import { join } from "node:path";
import type { FileSystem } from "../../files/file-system.ts";
import { inWords } from "../../text/did-you-mean.ts";
import { valueInText } from "../../text/value-in-text.ts";
import { openGrowingFile } from "./growing-file.ts";
import { csvHeader, csvRow, metricsCsv, widerColumns } from "./metrics-csv.ts";
import type { MetricsLine } from "./metrics-line.ts";
import { eventsHeader, metricsEvent, restartEvent } from "./tensorboard-events.ts";

/** A file in the folder of a run that has the lines of `metrics.jsonl` in another form. */
export interface MetricSink {
  /** Adds a line, all of it or nothing. @throws if it cannot be written */
  write(line: MetricsLine): void;
  close(): void;
}

/** "csv" is a file `metrics.csv`, "tensorboard" one whose name begins with `events.out.tfevents.`. */
export type MetricSinkName = keyof typeof sinks;

export interface MetricSinksOptions {
  /** The folder that the files go to; made if there is none. */
  readonly directory: string;
  /** When the training began, in milliseconds since 1970. */
  readonly began: number;
  /**
   * Of a run that is resumed, its lines up to where it goes on: the files are written anew from them, so that none is there
   * twice and none is missing. Default: a new run, where a file that is there already is an error.
   */
  readonly past?: readonly MetricsLine[];
  /** What writes; default Node's `fs`. */
  readonly system?: FileSystem;
}

/**
 * Opens files for the metrics of a run, as one.
 *
 * @example
 * const sink = openMetricSinks(["csv", "tensorboard"], { directory, began: Date.now() });
 * for (const report of ppo("CartPole-v1")) sink.write(metricsLine(report, performance.now() / 1000));
 * sink.close();
 *
 * @throws if a name is unknown, or a file cannot be made; those that were opened are closed
 */
export function openMetricSinks(
  names: readonly MetricSinkName[],
  { directory, began, past, system = fs }: MetricSinksOptions,
): MetricSink {
  requireSinkNames(names);
  const opened: MetricSink[] = [];
  const close = () => opened.forEach((sink) => sink.close());
  try {
    if (names.length > 0) fs.mkdirSync(directory, { recursive: true });
    for (const name of new Set(names)) {
      opened.push(sinks[name]({ directory, began: began / 1000, past, system }));
    }
  } catch (error) {
    close();
    throw error;
  }
  return { write: (line) => opened.forEach((sink) => sink.write(line)), close };
}

/** @throws RangeError if there is no sink of a name */
export function requireSinkNames(names: readonly unknown[]): asserts names is readonly MetricSinkName[] {
  for (const name of names) {
    if (typeof name === "string" && Object.hasOwn(sinks, name)) continue;
    const all = inWords(Object.keys(sinks).map((each) => `"${each}"`));
    throw new RangeError(`log: expected ${all}, found ${valueInText(name)}.`);
  }
}

interface SinkRequest {
  readonly directory: string;
  /** In seconds since 1970. */
  readonly began: number;
  readonly past: readonly MetricsLine[] | undefined;
  readonly system: FileSystem;
}

const sinks = { csv: openCsv, tensorboard: openEvents } as const;

/** A column that comes up later, such as that of an `info` that few episodes have, is added to all lines. */
function openCsv({ directory, past, system }: SinkRequest): MetricSink {
  const path = join(directory, "metrics.csv");
  const before = past ?? [];
  const file = openGrowingFile(path, utf8(metricsCsv(before)), { replaces: past !== undefined, system });
  let columns = before.reduce<readonly string[]>(widerColumns, []);

  const widen = (wider: readonly string[]): void => {
    const header = columns.length === 0 ? "" : csvHeader(columns);
    const rows = fs.readFileSync(path, "utf8").slice(header.length);
    const empty = ",".repeat(wider.length - columns.length);
    file.replace(utf8(csvHeader(wider) + rows.replaceAll("\n", `${empty}\n`)));
    columns = wider;
  };
  return {
    write(line) {
      const wider = widerColumns(columns, line);
      if (wider !== columns) widen(wider);
      file.append(utf8(csvRow(line, columns)));
    },
    close: file.close,
  };
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/**
 * A run that is resumed begins a file of its own with all lines, which says that what was read before does not count:
 * TensorBoard goes on from it where it has the old one open.
 */
function openEvents({ directory, began, past, system }: SinkRequest): MetricSink {
  const opened = Date.now() / 1000;
  const name = `events.out.tfevents.${String(Math.floor(opened)).padStart(10, "0")}.logpi`;
  const content = [eventsHeader(opened), ...(past ? [restartEvent(opened)] : [])];
  for (const line of past ?? []) content.push(metricsEvent(line, began));
  const file = openGrowingFile(join(directory, name), Buffer.concat(content), {
    ...{ replaces: past !== undefined, system },
  });
  if (past) emptyOthers(directory, name, system);
  return { write: (line) => file.append(metricsEvent(line, began)), close: file.close };
}

/**
 * Leaves of the files of events that the run had before it was resumed their headers only. TensorBoard, which may have one
 * open, goes on to the next file from the end of one, but not from one that is gone.
 */
function emptyOthers(directory: string, name: string, system: FileSystem): void {
  const { length } = eventsHeader(0);
  for (const other of fs.readdirSync(directory)) {
    if (!/^events\.out\.tfevents\.\d+\.logpi$/.test(other) || other === name) continue;
    const path = join(directory, other);
    if (fs.statSync(path).size <= length) continue;
    const file = system.openSync(path, "r+");
    try {
      system.ftruncateSync(file, length);
    } finally {
      system.closeSync(file);
    }
  }
}
