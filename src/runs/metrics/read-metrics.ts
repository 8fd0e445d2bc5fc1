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
 * @throws if there is no such file, or another line is none of metrics or has fewer steps than the one before; the message
 *   names file and line
 */
export function readMetrics(directory: string): MetricsLine[] {
  const file = join(directory, runFiles.metrics);
  const lines = readText(file, directory).split("\n");
  lines.pop(); // what is not ended by a line break, mostly nothing
  let steps = 0;
  return lines.map((text, index) => {
    try {
      const line = parseLine(text);
      requireStepsFrom(steps, line);
      ({ steps } = line);
      return line;
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
  for (const name of ["update", "steps", "seconds", "episodes"] as const) {
    const value: unknown = (line as Partial<MetricsLine>)[name];
    if (typeof value !== "number" || !Number.isFinite(value) || value < 0) {
      throw new Error(`${name}: expected a number from 0, found ${valueInText(value)}`);
    }
  }
  for (const [name, value] of Object.entries(line)) {
    // No line is written with an infinity, but 1e999 is read as one.
    if (value === null || Number.isFinite(value)) continue;
    throw new Error(`${name}: expected a finite number or null, found ${valueInText(value)}`);
  }
  const { steps } = line as MetricsLine;
  if (!Number.isSafeInteger(steps)) {
    throw new Error(`steps: expected a whole number to 2^53 − 1, found ${steps}`);
  }
  return line as MetricsLine;
}

/** Steps count up from line to line. A run that is resumed writes the lines after its checkpoint anew. */
function requireStepsFrom(least: number, { steps }: MetricsLine): void {
  if (steps >= least) return;
  throw new Error(`steps: expected ${least} or more, as many as in the line before, found ${steps}`);
}
