import { readFileSync } from "node:fs";
import { join } from "node:path";
import { valueInText } from "../../text/value-in-text.ts";
import { runFiles } from "../folder/run-folder.ts";
import type { MetricsLine } from "./metrics-line.ts";

/**
 * The lines of a run's `metrics.jsonl`, in their order. A last line that is not complete is left out: a run that is
 * going on, or was killed, may be in the middle of it.
 *
 * @param directory the run's folder
 * @throws if there is no such file, or another line is none of metrics; the message names file and line
 */
export function readMetrics(directory: string): MetricsLine[] {
  const file = join(directory, runFiles.metrics);
  const lines = readText(file, directory).split("\n");
  lines.pop(); // what is not ended by a line break, mostly nothing
  return lines.map((line, index) => {
    try {
      return parseLine(line);
    } catch (cause) {
      throw new Error(
        `${file}, line ${index + 1}: ${(cause as Error).message}. The file is damaged: delete that line, or take a copy ` +
          "of the file.",
        { cause },
      );
    }
  });
}

function readText(file: string, directory: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const missing = code === "ENOENT" || code === "ENOTDIR";
    throw new Error(
      missing
        ? `run: there are no metrics in ${directory} (no ${runFiles.metrics}). Give a folder that \`logpi train\` has made.`
        : `${file}: it cannot be read: ${message}`,
      { cause },
    );
  }
}

function parseLine(text: string): MetricsLine {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch (cause) {
    throw new Error(`it is not JSON (${(cause as Error).message})`, { cause });
  }
  if (typeof line !== "object" || line === null || Array.isArray(line)) {
    throw new Error(`expected the metrics of an update, found ${valueInText(line)}`);
  }
  for (const [name, value] of Object.entries(line)) {
    if (value === null || typeof value === "number") continue;
    throw new Error(`${name}: expected a number or null, found ${valueInText(value)}`);
  }
  for (const name of ["update", "steps", "seconds"] as const) {
    const value: unknown = (line as Partial<MetricsLine>)[name];
    if (typeof value !== "number" || value < 0) {
      throw new Error(`${name}: expected a number from 0, found ${valueInText(value)}`);
    }
  }
  return line as MetricsLine;
}
