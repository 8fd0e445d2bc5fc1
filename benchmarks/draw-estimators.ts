/**
 * Draws the pictures of docs/estimators.md from runs of compareEstimators: `npx tsx benchmarks/draw-estimators.ts`.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import * as Plot from "@observablehq/plot";
import { JSDOM } from "jsdom";
import { bernoulli, normal } from "../src/distributions/index.ts";
import { compareEstimators, exactGradient, gumbelSoftmax } from "../src/estimators/index.ts";
import { constant, cos, multiply, square, subtract, sum } from "../src/graph/index.ts";

const images = new URL("../docs/images/", import.meta.url);

/** The mean of x ~ N(μ, 1) at μ = 1, and functions that a number k makes harder. */
const families = {
  "f(x) = (x − k)²": (k: number) =>
    compareEstimators({
      parameters: { mean: 1 },
      density: ({ mean }) => normal(mean, 1),
      f: ([x]) => (x - k) ** 2,
      expression: (x) => square(subtract(x, k)),
    }),
  "f(x) = cos kx": (k: number) =>
    compareEstimators({
      parameters: { mean: 1 },
      density: ({ mean }) => normal(mean, 1),
      f: ([x]) => Math.cos(k * x),
      expression: (x) => cos(multiply(x, k)),
    }),
};
const shown: Record<string, string> = {
  pathwise: "#0b3d5c",
  "scoreFunction, none": "#c2452d",
  "scoreFunction, leave-one-out": "#e0933c",
  measureValued: "#3f8f5b",
};

const variances = Object.entries(families).flatMap(([family, compare]) =>
  Array.from({ length: 13 }, (_, i) => 0.25 + (i * 4.75) / 12).flatMap((k) =>
    compare(k)
      .estimators.filter(({ name }) => name in shown)
      .map(({ name, effectiveVariance: { value, low, high } }) => ({ family, k, name, value, low, high })),
  ),
);
save(
  "estimators-variance.svg",
  "Variance of ∂E[f]/∂μ with 20,000 evaluations of f, x ~ N(1, 1)",
  {
    width: 760,
    height: 340,
    marginRight: 24,
    fx: { label: null, domain: Object.keys(families) },
    x: { label: "k" },
    y: {
      type: "log",
      label: null,
      grid: true,
      ticks: 5,
      tickFormat: ".0e",
    },
    color: { domain: Object.keys(shown), range: Object.values(shown) },
  },
  [
    Plot.areaY(variances, { fx: "family", x: "k", y1: "low", y2: "high", fill: "name", fillOpacity: 0.2 }),
    Plot.line(variances, { fx: "family", x: "k", y: "value", stroke: "name", strokeWidth: 2 }),
  ],
);

/** Three switches that f does not treat alike. */
const switches = {
  parameters: { logits: [0.3, -0.8, 1.5] },
  density: ({ logits }: { logits: ReturnType<typeof multiply> }) => bernoulli(logits),
  expression: (on: ReturnType<typeof multiply>) =>
    square(subtract(sum(multiply(on, constant([1, 2, -3], [3])), { axis: 1 }), 0.45)),
};
const exact = exactGradient(switches).gradient.logits;
const temperatures = Array.from({ length: 13 }, (_, i) => 0.05 * 40 ** (i / 12));
const tradeOff = temperatures.flatMap((temperature) => {
  const samples = 100_000;
  const { gradient, standardErrors } = gumbelSoftmax(switches, { samples, temperature });
  const norm = (numbers: number[]) => Math.hypot(...numbers);
  const deviation = norm(standardErrors.logits) * Math.sqrt(samples);
  return [
    { temperature, name: "bias", value: norm(gradient.logits.map((entry, i) => entry - exact[i])) },
    { temperature, name: "deviation with 100 samples", value: deviation / 10 },
  ];
});
save(
  "estimators-temperature.svg",
  "Gumbel-softmax: norm over the three logits",
  {
    width: 520,
    height: 300,
    x: { type: "log", label: "temperature", ticks: roundNumbers(temperatures), tickFormat: "~g" },
    y: {
      type: "log",
      label: null,
      grid: true,
      ticks: roundNumbers(tradeOff.map(({ value }) => value)),
      tickFormat: "~g",
    },
    color: { domain: ["bias", "deviation with 100 samples"], range: ["#c2452d", "#0b3d5c"] },
  },
  [Plot.line(tradeOff, { x: "temperature", y: "value", stroke: "name", strokeWidth: 2 })],
);

/** 1, 2 and 5 times powers of ten, from the least to the greatest of some numbers: what to label on a log axis. */
function roundNumbers(values: readonly number[]): number[] {
  const [least, greatest] = [Math.min(...values), Math.max(...values)];
  const decades = Array.from({ length: 40 }, (_, i) => i - 20);
  return decades
    .flatMap((power) => [1, 2, 5].map((digit) => Number(`${digit}e${power}`)))
    .filter((each) => each >= least * (1 - 1e-9) && each <= greatest * (1 + 1e-9));
}

function save(name: string, title: string, options: Plot.PlotOptions, marks: Plot.Markish[]): void {
  const { document } = new JSDOM("").window;
  const figure = Plot.plot({
    document,
    marginLeft: 56,
    marginTop: 64,
    marginBottom: 44,
    style: { background: "white", fontFamily: "system-ui, sans-serif", fontSize: "12px" },
    ...options,
    marks,
  });
  const write = (text: string, x: number, y: number, color: string) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", "text");
    for (const [key, value] of Object.entries({
      x,
      y,
      fill: color,
      "font-weight": "bold",
      "text-anchor": "start",
    })) {
      element.setAttribute(key, String(value));
    }
    element.textContent = text;
    figure.append(element);
  };
  // The legend in the picture itself: Plot's own is HTML beside it.
  write(title, 8, 16, "black");
  const { domain, range } = options.color as { domain: string[]; range: string[] };
  let x = 8;
  domain.forEach((each, i) => {
    write(`— ${each}`, x, 36, range[i]);
    x += 7.2 * each.length + 36;
  });
  figure.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  figure.removeAttribute("class");
  mkdirSync(images, { recursive: true });
  writeFileSync(new URL(name, images), `${figure.outerHTML}\n`);
}
