import { knownOptions } from "../../text/known-options.ts";
import { printable } from "../../text/printable.ts";
import { requireInteger } from "../../text/require-number.ts";
import { valueInText } from "../../text/value-in-text.ts";
import { axesOf } from "./axes.ts";
import type { Curve, Curves } from "./read-curves.ts";
import { requireCurves } from "./require-curves.ts";

export interface SvgOptions {
  /** In pixels; default 720. */
  readonly width?: number;
  /** In pixels; default 420. */
  readonly height?: number;
  /** What the horizontal axis shows; default "environment steps". */
  readonly across?: string;
}

/** Okabe and Ito's colors, which are told apart with any color vision. */
const colors = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#444444"];

const text = "#222222";
const faint = "#6b6b6b";
const margin = { left: 64, right: 24, bottom: 50, title: 34, legendRow: 20 };
const characterWidth = 6.7;

/** The curves as an SVG document: a line for each mean, and a band from the lowest to the highest run. */
export function curvesToSvg(curves: Curves, options: SvgOptions = {}): string {
  requireCurves("curvesToSvg", curves);
  const {
    width = 720,
    height = 420,
    across: acrossLabel = "environment steps",
  } = knownOptions("curvesToSvg", options, ["width", "height", "across"]);
  requireInteger("width", width, 200);
  requireInteger("height", height, 150);
  if (typeof acrossLabel !== "string") {
    throw new TypeError(
      `across is ${valueInText(acrossLabel)}; it must be the name of the horizontal axis, such as "environment steps".`,
    );
  }
  const rows = legendRows(curves.curves, width);
  const top = margin.title + margin.legendRow * rows.length + 36;
  const plot = { width: width - margin.left - margin.right, height: height - top - margin.bottom };
  const { x, y } = axesOf(curves, {
    x: Math.max(2, Math.floor(plot.width / 80) + 1),
    y: Math.max(2, Math.floor(plot.height / 36)),
  });
  const across = (step: number) => round(margin.left + x.place(step) * plot.width);
  const down = (value: number) => round(top + (1 - y.place(value)) * plot.height);
  const bottom = top + plot.height;
  const right = margin.left + plot.width;

  const horizontal = y.values.map((value, i) =>
    [
      `<line x1="${margin.left}" x2="${right}" y1="${down(value)}" y2="${down(value)}" stroke="#e3e3e3"/>`,
      `<text x="${margin.left - 8}" y="${down(value) + 4}" text-anchor="end">${y.labels[i]}</text>`,
    ].join("\n"),
  );
  const vertical = x.values.map((value, i) =>
    [
      `<line x1="${across(value)}" x2="${across(value)}" y1="${bottom}" y2="${bottom + 5}" stroke="${faint}"/>`,
      `<text x="${across(value)}" y="${bottom + 19}" text-anchor="middle">${x.labels[i]}</text>`,
    ].join("\n"),
  );
  const bands = curves.curves.map((curve, i) => {
    if (curve.runs === 1) return "";
    const points = defined(curve);
    const outline = [
      ...points.map((at) => `${across(curve.steps[at])},${down(curve.high[at])}`),
      ...points.reverse().map((at) => `${across(curve.steps[at])},${down(curve.low[at])}`),
    ];
    return `<polygon points="${outline.join(" ")}" fill="${colorOf(i)}" fill-opacity="0.16"/>`;
  });
  const lines = curves.curves.map((curve, i) => {
    const points = defined(curve).map((at) => `${across(curve.steps[at])},${down(curve.mean[at])}`);
    // A single point is a dot: a line of no length, whose ends are round.
    return `<polyline points="${(points.length === 1 ? [...points, ...points] : points).join(" ")}" ${strokeOf(i)}/>`;
  });
  const said = curves.curves.some(({ runs }) => runs > 1)
    ? [
        `<text x="${right}" y="${top - 12}" text-anchor="end" fill="${faint}">line: mean of the runs; ` +
          "band: from the lowest to the highest</text>",
      ]
    : [];

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
      `role="img" font-family="system-ui, sans-serif" font-size="12" fill="${text}">`,
    `<title>${escaped([curves.title, curves.label].filter(Boolean).join(": "))}</title>`,
    `<rect width="${width}" height="${height}" fill="white"/>`,
    `<text x="16" y="24" font-size="15" font-weight="600">${escaped(curves.title)}</text>`,
    ...rows.flatMap((row, i) =>
      row.map((item) => legendItem(item, margin.title + margin.legendRow * i + 10)),
    ),
    `<text x="16" y="${top - 12}" fill="${faint}">${escaped(curves.label)}</text>`,
    ...horizontal,
    `<line x1="${margin.left}" x2="${right}" y1="${bottom}" y2="${bottom}" stroke="${faint}"/>`,
    ...vertical,
    `<text x="${margin.left + plot.width / 2}" y="${bottom + 38}" text-anchor="middle" fill="${faint}">${escaped(acrossLabel)}</text>`,
    ...bands.filter(Boolean),
    ...lines,
    ...said,
    "</svg>\n",
  ].join("\n");
}

/** The places where a curve has a value. */
function defined({ mean }: Curve): number[] {
  return [...mean.keys()].filter((at) => !Number.isNaN(mean[at]));
}

const colorOf = (index: number) => colors[index % colors.length];

/** Beyond the colors there are, lines are dashed. */
function strokeOf(index: number): string {
  const dashes = index < colors.length ? "" : ' stroke-dasharray="7 4"';
  return `fill="none" stroke="${colorOf(index)}" stroke-width="2" stroke-linejoin="round" stroke-linecap="round"${dashes}`;
}

interface LegendItem {
  readonly index: number;
  readonly x: number;
  readonly label: string;
}

/** As many items in a row as fit. */
function legendRows(curves: readonly Curve[], width: number): LegendItem[][] {
  const rows: LegendItem[][] = [[]];
  let x = 16;
  for (const [index, { label, runs }] of curves.entries()) {
    const full = `${label}${runs > 1 ? ` (${runs} runs)` : ""}`;
    const size = 30 + characterWidth * full.length + 22;
    if (x + size > width && x > 16) {
      rows.push([]);
      x = 16;
    }
    rows[rows.length - 1].push({ index, x: round(x), label: full });
    x += size;
  }
  return rows;
}

function legendItem({ index, x, label }: LegendItem, y: number): string {
  return (
    `<line x1="${x}" x2="${x + 22}" y1="${y}" y2="${y}" ${strokeOf(index)}/>` +
    `<text x="${x + 28}" y="${y + 4}">${escaped(label)}</text>`
  );
}

/** A tenth of a pixel is not seen. */
const round = (pixels: number) => Math.round(pixels * 10) / 10;

/** Text that XML takes: control characters are none. */
function escaped(given: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
  };
  return printable(given).replace(/[&<>"]/g, (character) => entities[character]);
}
