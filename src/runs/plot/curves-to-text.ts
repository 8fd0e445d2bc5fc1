import { knownOptions } from "../../text/known-options.ts";
import { printable } from "../../text/printable.ts";
import { requireFlag } from "../../text/require-flag.ts";
import { requireInteger } from "../../text/require-number.ts";
import { type Axes, axesOf } from "./axes.ts";
import { createCanvas } from "./canvas.ts";
import type { Curve, Curves } from "./read-curves.ts";
import { requireCurves } from "./require-curves.ts";

export interface TextOptions {
  /** Characters in a line at most, from 20; default 80. What is longer is cut. */
  readonly columns?: number;
  /** Lines of the plot, without axis and legend; default 16. */
  readonly rows?: number;
  /** Whether curves are told apart by the colors of a terminal, else by the characters that they are drawn with; default false. */
  readonly color?: boolean;
}

/** SGR codes of colors that most terminals show well on black and on white: blue, red, green, magenta, cyan, yellow. */
const colors = [34, 31, 32, 35, 36, 33];
const marks = "●○▲△■□◆◇";

/**
 * The curves as text for a terminal: a curve for each mean, and a band of ░ from the lowest to the highest run, which
 * several curves have in color only.
 */
export function curvesToText(curves: Curves, options: TextOptions = {}): string {
  requireCurves("curvesToText", curves);
  const {
    columns = 80,
    rows = 16,
    color = false,
  } = knownOptions("curvesToText", options, ["columns", "rows", "color"]);
  requireInteger("columns", columns, 20);
  requireInteger("rows", rows, 2);
  requireFlag("color", color);
  const most = { x: Math.max(3, 1 + Math.floor(columns / 12)), y: Math.max(3, Math.floor(rows / 2.5)) };
  const axes = axesOf(curves, most);
  const numbers = axes.y.labels.map((label) => shortNumber(label, columns - leastWidth - 2));
  const gutter = Math.max(...numbers.map((number) => number.length));
  const width = columns - gutter - 2;
  const paint = (index: number, text: string) =>
    color ? `\x1b[${colors[index % colors.length]}m${text}\x1b[39m` : text;

  const canvas = createCanvas(width, rows);
  /** Bands that lie over each other are told apart by their colors only. */
  const areTold = color || curves.curves.length === 1;
  if (areTold) {
    for (const [index, curve] of curves.curves.entries()) if (curve.runs > 1) drawBand(curve, index);
  }
  for (const [index, curve] of curves.curves.entries()) {
    if (areTold) canvas.line(pointsOf(curve, axes), index);
    else canvas.marks(pointsOf(curve, axes), index, marks[index % marks.length]);
  }

  function drawBand(curve: Curve, index: number): void {
    const at = defined(curve);
    const across = at.map((i) => axes.x.place(curve.steps[i]));
    canvas.band({
      across,
      low: at.map((i) => axes.y.place(curve.low[i])),
      high: at.map((i) => axes.y.place(curve.high[i])),
      index,
    });
  }

  const labelsInRow = new Map(
    axes.y.values.map((value, i) => [
      Math.min(rows - 1, Math.floor((1 - axes.y.place(value)) * (rows - 1) + 0.5)),
      numbers[i],
    ]),
  );
  const lines = canvas.lines(paint).map((line, row) => {
    const label = labelsInRow.get(row);
    return `${(label ?? "").padStart(gutter)} ${label === undefined ? "│" : "┤"}${line}`.trimEnd();
  });
  const title = [curves.title, curves.label]
    .filter(Boolean)
    .map((part) => printable(part))
    .join(": ");
  return [
    cut(title, columns),
    ...lines,
    ...axisLines(axes, gutter, width),
    "",
    ...curves.curves.map((curve, index) => {
      const mark = areTold ? "━━" : marks[index % marks.length];
      return `${paint(index, mark)} ${legendOf(curve, areTold, columns - mark.length - 1)}`;
    }),
    "",
  ].join("\n");
}

/** Columns of the plot itself, however long the numbers beside it are. */
const leastWidth = 10;

/** The label, and of how many runs it is: what is drawn of them is said where there is room, and the label is cut first. */
function legendOf({ label, runs }: Curve, hasBand: boolean, columns: number): string {
  const name = printable(label);
  if (runs === 1) return cut(name, columns);
  const shown = hasBand ? "mean, and ░ from the lowest to the highest" : "mean";
  const whole = `${name} (${runs} runs: ${shown})`;
  if ([...whole].length <= columns) return whole;
  const count = ` (${runs} runs)`;
  return cut(`${cut(name, Math.max(1, columns - count.length))}${count}`, columns);
}

function cut(text: string, columns: number): string {
  const characters = [...text];
  return characters.length <= columns ? text : `${characters.slice(0, columns - 1).join("")}…`;
}

/** The number without its last digits where it is too long; what it is multiplied by stays, such as "M" or "e−7". */
function shortNumber(label: string, columns: number): string {
  if (label.length <= columns) return label;
  const multiplier = /(?:e.*|[kMG])?$/.exec(label)![0];
  return `${label.slice(0, columns - multiplier.length - 1)}…${multiplier}`;
}

function defined({ mean }: Curve): number[] {
  return [...mean.keys()].filter((at) => !Number.isNaN(mean[at]));
}

function pointsOf(curve: Curve, { x, y }: Axes): (readonly [across: number, up: number])[] {
  return defined(curve).map((at) => [x.place(curve.steps[at]), y.place(curve.mean[at])] as const);
}

/** The horizontal axis with its numbers, each below its tick, and their unit, where there is room. */
function axisLines({ x }: Axes, gutter: number, width: number): string[] {
  const axis = new Array<string>(width).fill("─");
  let numbers = "";
  for (const [i, value] of x.values.entries()) {
    const column = Math.round(x.place(value) * (width - 1));
    axis[column] = "┬";
    const label = x.labels[i];
    const start = Math.min(width - label.length, Math.max(0, column - Math.floor(label.length / 2)));
    if (start < numbers.length + (numbers === "" ? 0 : 1)) continue;
    numbers = numbers.padEnd(start) + label;
  }
  const indent = " ".repeat(gutter + 2);
  const unit = "environment steps";
  const fits = numbers.length + 1 + unit.length <= width;
  return [
    `${" ".repeat(gutter)} └${axis.join("")}`,
    `${indent}${fits ? numbers.padEnd(width - unit.length) + unit : numbers}`,
    ...(fits || unit.length > width ? [] : [`${indent}${unit.padStart(width)}`]),
  ];
}
