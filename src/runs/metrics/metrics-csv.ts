import type { MetricsLine } from "./metrics-line.ts";

/*
 * Lines of metrics as comma-separated values (RFC 4180, with \n between the lines): the names in the first line, then a
 * line of numbers for each. Where a number is null, its place is empty.
 */

/** The first line. */
export function csvHeader(columns: readonly string[]): string {
  return `${columns.map(quoted).join(",")}\n`;
}

/** A line of numbers, with an empty place for each column that it does not have. */
export function csvRow(line: MetricsLine, columns: readonly string[]): string {
  return `${columns.map((name) => line[name] ?? "").join(",")}\n`;
}

/** The columns that are there, and those that a line has beside them. */
export function widerColumns(columns: readonly string[], line: MetricsLine): readonly string[] {
  const more = Object.keys(line).filter((name) => !columns.includes(name));
  return more.length === 0 ? columns : [...columns, ...more];
}

/** All lines as one text. */
export function metricsCsv(lines: readonly MetricsLine[]): string {
  const columns = lines.reduce<readonly string[]>(widerColumns, []);
  return columns.length === 0 ? "" : csvHeader(columns) + lines.map((line) => csvRow(line, columns)).join("");
}

function quoted(name: string): string {
  return /[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}
