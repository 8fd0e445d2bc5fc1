import * as Plot from "@observablehq/plot";
import { JSDOM } from "jsdom";
import type { Comparison } from "./compare.ts";
import type { Machine } from "./machine.ts";

/** How the sides look, in the order in which their names stand above the picture. */
const styles = [
  { side: "wasm", color: "#2a7f62", symbol: "circle", sign: "●" },
  { side: "native AVX-512", color: "#0b3d5c", symbol: "square", sign: "■" },
  { side: "native AVX2", color: "#5b9bc8", symbol: "triangle", sign: "▲" },
  { side: "native NEON", color: "#0b3d5c", symbol: "square", sign: "■" },
  { side: "native SSE4", color: "#8a6fb0", symbol: "triangle", sign: "▲" },
  { side: "PyTorch", color: "#e3a48c", symbol: "diamond", sign: "◆" },
  { side: "PyTorch, tuned", color: "#c2502d", symbol: "diamond", sign: "◆" },
] as const;

/** Workloads nearer to each other than this factor are drawn this far apart, so that their points can be told. */
const nearest = 1.22;

const [plotWidth, plotHeight] = [760, 440];
const [marginLeft, marginRight, marginTop] = [56, 124, 48];

/**
 * The roofline of one core (Williams, Waterman and Patterson 2009): each workload at its operations per byte that must
 * move, under the peaks of the instruction sets and the bandwidths of cache and memory. An SVG document.
 */
export function drawRoofline({ peaks, bandwidths }: Machine, comparisons: readonly Comparison[]): string {
  const places = spread(comparisons.map(({ operations, bytes }) => operations / bytes));
  const points = comparisons.flatMap(({ operations, backends, peers }, i) =>
    [...peers, ...backends].map(({ title, microseconds }) => ({
      side: title,
      intensity: places[i],
      gigaflops: operations / microseconds / 1000,
    })),
  );
  const shown = styles.filter(({ side }) => points.some((point) => point.side === side));
  const colorOf = (title: string) => styles.find(({ side }) => side === title)?.color ?? "#777777";

  const [low, high] = [Math.min(...places) / 1.8, Math.max(...places) * 1.8];
  const ceiling = Math.max(...peaks.map(({ gigaflops }) => gigaflops));
  const bottom = Math.min(...points.map(({ gigaflops }) => gigaflops)) / 1.6;
  const top = 2.2 * Math.max(ceiling, ...points.map(({ gigaflops }) => gigaflops));
  const fastest = Math.max(...bandwidths.map(({ gigabytes }) => gigabytes));
  const slopes = bandwidths.map(({ title, gigabytes }) => ({
    label: `${title}: ${Math.round(gigabytes)} GB/s`,
    from: Math.max(low, bottom / gigabytes),
    to: ceiling / gigabytes,
    gigabytes,
  }));
  const numbers = places.map((place, i) => ({ place, number: String(i + 1) }));
  const key = comparisons.map(({ title }, i) => `${i + 1}  ${title}`);
  const rows = Math.ceil(key.length / 2);

  // The slope of a bandwidth on the paper, for the text along it.
  const perDoubling = (extent: number, from: number, to: number) => extent / Math.log2(to / from);
  const angle =
    (-180 / Math.PI) * Math.atan2(perDoubling(plotHeight, bottom, top), perDoubling(plotWidth, low, high));

  const { document } = new JSDOM("").window;
  const figure = Plot.plot({
    document,
    width: plotWidth + marginLeft + marginRight,
    height: plotHeight + marginTop + 72 + 18 * rows,
    marginLeft,
    marginRight,
    marginTop,
    marginBottom: 72 + 18 * rows,
    style: { background: "white", fontFamily: "system-ui, sans-serif", fontSize: "12px" },
    x: {
      type: "log",
      base: 2,
      domain: [low, high],
      label: "operations per byte that must move",
      labelAnchor: "center",
      labelArrow: "none",
      labelOffset: 40,
      ticks: powersOfTwo(low, high, 2),
      tickFormat: (value: number) => (value < 1 ? `1/${1 / value}` : value.toLocaleString("en")),
    },
    y: {
      type: "log",
      base: 2,
      domain: [bottom, top],
      label: "GFLOP/s",
      grid: true,
      ticks: powersOfTwo(bottom, top, 1),
      tickFormat: String,
    },
    color: { domain: shown.map(({ side }) => side), range: shown.map(({ color }) => color) },
    symbol: { domain: shown.map(({ side }) => side), range: shown.map(({ symbol }) => symbol) },
    marks: [
      Plot.link(slopes, {
        x1: "from",
        x2: "to",
        y1: ({ from, gigabytes }) => from * gigabytes,
        y2: ceiling,
        stroke: "#999999",
      }),
      Plot.text(slopes, {
        x: ({ from, to }) => Math.sqrt(from * to),
        y: ({ from, to, gigabytes }) => Math.sqrt(from * to) * gigabytes,
        text: "label",
        rotate: angle,
        lineAnchor: "bottom",
        dy: -2,
        fill: "#666666",
      }),
      Plot.link(peaks, {
        x1: ({ gigaflops }) => gigaflops / fastest,
        x2: high,
        y1: "gigaflops",
        y2: "gigaflops",
        stroke: ({ title }) => colorOf(title),
        strokeWidth: 1.5,
      }),
      Plot.text(peaks, {
        x: high,
        y: "gigaflops",
        text: ({ title, gigaflops }) => `peak ${title.replace("native ", "")}: ${Math.round(gigaflops)}`,
        textAnchor: "start",
        dx: 6,
        fill: ({ title }) => colorOf(title),
      }),
      Plot.ruleX(numbers, { x: "place", y1: bottom, y2: top / 1.25, stroke: "#dddddd" }),
      Plot.text(numbers, { x: "place", y: top / 1.1, text: "number", fontWeight: "bold" }),
      Plot.dot(points, {
        x: "intensity",
        y: "gigaflops",
        fill: "side",
        symbol: "side",
        r: 5,
        stroke: "white",
      }),
      shown.map(({ side, color, sign }, i) =>
        Plot.text([`${sign} ${side}`], {
          frameAnchor: "top-left",
          dx: 60 + 140 * i,
          dy: -30,
          fill: color,
          fontWeight: "bold",
        }),
      ),
      [key.slice(0, rows), key.slice(rows)].map((lines, column) =>
        Plot.text([lines.join("\n")], {
          frameAnchor: "bottom-left",
          lineAnchor: "top",
          lineHeight: 1.5,
          dx: 400 * column,
          dy: 62,
        }),
      ),
    ],
  });
  figure.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  figure.removeAttribute("class");
  return `${figure.outerHTML}\n`;
}

/** The same order, moved apart where two are nearer than `nearest`. */
function spread(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a] - values[b]);
  const places = [...values];
  for (let pass = 0; pass < 20; pass++) {
    for (let i = 1; i < order.length; i++) {
      const [left, right] = [order[i - 1], order[i]];
      const gap = places[right] / places[left];
      if (gap >= nearest) continue;
      const move = Math.sqrt(nearest / gap);
      places[left] /= move;
      places[right] *= move;
    }
  }
  return places;
}

function powersOfTwo(from: number, to: number, step: number): number[] {
  const first = Math.ceil(Math.log2(from));
  const count = Math.floor((Math.log2(to) - first) / step) + 1;
  return Array.from({ length: count }, (_, i) => 2 ** (first + step * i));
}
