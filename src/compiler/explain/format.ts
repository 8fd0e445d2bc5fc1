import { formatShape } from "../../graph/shape.ts";
import { maximumOf } from "../../math/extremes.ts";
import type { Explanation } from "./explanation.ts";

/** The explanation as a table, with totals and memory below it. */
export function formatExplanation({ instructions, total, memory }: Explanation): string {
  const timed = !Number.isNaN(total.microseconds);
  const rows = instructions.map((each) => [
    String(each.number),
    each.opcode,
    shortened(`${each.result} = ${each.formula}`, 70),
    `${shortened(each.operands.map(({ shape }) => formatShape(shape)).join(" "), 40)} → ${formatShape(each.shape)}`,
    formatCount(each.bytes),
    formatCount(each.operations),
    ...(timed ? [each.microseconds.toFixed(2), `${(100 * each.share).toFixed(1)} %`] : []),
  ]);
  const head = ["#", "opcode", "computes", "shapes", "bytes", "FLOPs", ...(timed ? ["µs", "share"] : [])];
  const sums = ["", "", `${instructions.length} instructions`, "", formatCount(total.bytes)];
  const last = [
    ...sums,
    formatCount(total.operations),
    ...(timed ? [total.microseconds.toFixed(1), ""] : []),
  ];
  const parts = Object.entries(memory).map(([name, bytes]) => `${name} ${formatCount(bytes)}`);
  return [...table([head, ...rows, last]), "", `Memory in bytes: ${parts.join(", ")}`].join("\n");
}

const formatCount = (count: number) => count.toLocaleString("en-US");

const shortened = (text: string, length: number) =>
  text.length <= length ? text : `${text.slice(0, length - 1)}…`;

/** Columns of words lean to the left, the number in front and the figures at the end to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, column) => maximumOf(rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 || column >= 4 ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
      )
      .join("  ")
      .trimEnd(),
  );
}
