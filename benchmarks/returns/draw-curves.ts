import * as Plot from "@observablehq/plot";
import { JSDOM } from "jsdom";

interface Curves {
  readonly title: string;
  readonly runs: readonly {
    readonly seed: number;
    readonly curve: readonly (readonly [steps: number, meanReturn: number])[];
  }[];
}

interface Point {
  readonly steps: number;
  readonly meanReturn: number;
}

/** The mean over all seeds in each of forty stretches of the training. */
function meanCurve(points: readonly Point[]): Point[] {
  const longest = Math.max(...points.map(({ steps }) => steps));
  const stretches: Point[][] = Array.from({ length: 40 }, () => []);
  for (const point of points) stretches[Math.min(Math.floor((40 * point.steps) / longest), 39)].push(point);
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  return stretches
    .filter((stretch) => stretch.length > 0)
    .map((stretch) => ({
      steps: mean(stretch.map(({ steps }) => steps)),
      meanReturn: mean(stretch.map(({ meanReturn }) => meanReturn)),
    }));
}

/** Training returns over steps, one thin line per seed and their mean as a thick one, as an SVG document. */
export function drawCurves({ title, runs }: Curves): string {
  const points = runs.flatMap(({ seed, curve }) =>
    curve.map(([steps, meanReturn]) => ({ seed, steps, meanReturn })),
  );
  const { document } = new JSDOM("").window;
  const figure = Plot.plot({
    document,
    width: 720,
    height: 320,
    marginLeft: 56,
    style: { background: "white", fontFamily: "system-ui, sans-serif", fontSize: "12px" },
    x: {
      label: "environment steps",
      labelOffset: 42,
      tickFormat: (steps: number) => steps.toLocaleString("en"),
    },
    y: { label: "return", grid: true, nice: true },
    marks: [
      Plot.line(points, {
        x: "steps",
        y: "meanReturn",
        z: "seed",
        stroke: "#7aa6c2",
        strokeWidth: 1,
        strokeOpacity: 0.6,
      }),
      Plot.line(meanCurve(points), { x: "steps", y: "meanReturn", stroke: "#0b3d5c", strokeWidth: 2.5 }),
      Plot.text([title], { frameAnchor: "top-left", dy: -14, fontWeight: "bold" }),
    ],
    marginTop: 36,
    marginBottom: 48,
  });
  figure.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  figure.removeAttribute("class");
  return `${figure.outerHTML}\n`;
}
