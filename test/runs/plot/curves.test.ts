import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import fc from "fast-check";
import { JSDOM } from "jsdom";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createRunFolder } from "../../../src/runs/folder/run-folder.ts";
import { formatRunRecord, type RunRecord } from "../../../src/runs/folder/run-record.ts";
import {
  type Curves,
  curvesToSvg,
  curvesToText,
  type MetricsLine,
  readCurves,
} from "../../../src/runs/index.ts";
import { smoothed } from "../../../src/runs/plot/smooth.ts";
import { ticksFor } from "../../../src/runs/plot/ticks.ts";

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "logpi-"));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const line = (steps: number, meanReturn: number | null, more: Readonly<Record<string, number | null>> = {}) =>
  ({
    ...{ update: steps, steps, seconds: 1, episodes: 1, meanReturn, meanLength: 1 },
    ...more,
  }) as MetricsLine;

/** Writes a run as it lies in its folder. Returns the folder. */
function run(lines: readonly MetricsLine[], changes: Partial<RunRecord> = {}): string {
  const folder = createRunFolder({ parent, name: "run" });
  const record: RunRecord = {
    ...{ format: "logpi-run-1", status: "finished", environment: "CartPole-v1", algorithm: "ppo" },
    ...{ preset: "tuned", seed: 1, options: { seed: 1, steps: 1000, learningRate: 0.001 } },
    ...{ versions: { logpi: "1", node: "20" }, platform: "linux-x64", started: "2026-01-01T00:00:00.000Z" },
    ...{ updates: 0, steps: 0, seconds: 0, stepsPerSecond: 0 },
    ...changes,
  };
  folder.writeRecord(record);
  for (const each of lines) folder.appendMetrics(each);
  folder.close();
  return folder.directory;
}

const seeded = (seed: number, more: Readonly<Record<string, unknown>> = {}): Partial<RunRecord> => ({
  ...{ seed, options: { seed, workers: seed, steps: 1000, learningRate: 0.001, ...more } },
});

describe("ticks of an axis", () => {
  it("are round, evenly apart, not too many, cover the range by less than a step, and have different labels", () => {
    const ends = fc.tuple(
      fc.double({ min: -1e9, max: 1e9, noNaN: true }),
      fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
    );
    fc.assert(
      fc.property(ends, fc.integer({ min: 3, max: 12 }), ([low, width], most) => {
        const high = low + width;
        fc.pre(high - low > 1e-7 * Math.abs(low));
        const { values, labels } = ticksFor(low, high, most);
        expect(values.length).toBeLessThanOrEqual(most);
        expect(values.length).toBeGreaterThanOrEqual(2);
        expect(new Set(labels).size).toBe(values.length);
        const step = values[1]! - values[0]!;
        const mantissa = Number((step / 10 ** Math.floor(Math.log10(step * (1 + 1e-9)))).toPrecision(6));
        expect([1, 2, 5, 10]).toContain(mantissa);
        const slack = 1e-6 * step;
        expect(values[0]! <= low + slack && low < values[0]! + step + slack).toBe(true);
        expect(values.at(-1)! >= high - slack && high > values.at(-1)! - step - slack).toBe(true);
      }),
      { seed: 44, numRuns: 300 },
    );
  });

  it.each([
    [0, 487, 6, ["0", "100", "200", "300", "400", "500"]],
    [0, 1_000_000, 6, ["0", "0.2M", "0.4M", "0.6M", "0.8M", "1.0M"]],
    [0, 50_000, 6, ["0", "10k", "20k", "30k", "40k", "50k"]],
    [-1600, -120, 5, ["−2000", "−1500", "−1000", "−500", "0"]],
    [0.1, 0.69, 5, ["0", "0.2", "0.4", "0.6", "0.8"]],
    [7, 7, 4, ["0", "5", "10", "15"]],
    [0, 5e-6, 6, ["0", "1e−6", "2e−6", "3e−6", "4e−6", "5e−6"]],
    [-3e200, 0, 4, ["−3e200", "−2e200", "−1e200", "0"]],
  ])("from %d to %d, at most %i, are written as anybody would", (low, high, most, labels) => {
    expect(ticksFor(low, high, most).labels).toEqual(labels);
  });

  it("are finite and rising, for any range of numbers, or refused where they would be too large", () => {
    const any = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(0, 5e-324, 1e-323, 2.3e-308, 1, 1 + 2 ** -52, 1e16, 1.2e308, 1.7e308, -1e308),
    );
    fc.assert(
      fc.property(any, any, fc.integer({ min: 2, max: 12 }), (a, b, most) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        if (high - low > 1e308 || high > 8e307 || low < -8e307) {
          try {
            ticksFor(low, high, most);
          } catch (error) {
            expect((error as Error).message).toContain("its values are too large to be drawn");
            return;
          }
        }
        const { values, labels } = ticksFor(low, high, most);
        expect(values.length).toBeLessThanOrEqual(most);
        expect(values.length).toBeGreaterThanOrEqual(2);
        expect(values.every((value, i) => i === 0 || value > values[i - 1]!)).toBe(true);
        expect(Number.isFinite(values.at(-1)! - values[0]!)).toBe(true);
        expect(new Set(labels).size).toBe(values.length);
      }),
      { seed: 46, numRuns: 2000 },
    );
  });

  it.each([
    [1.2e308, 1.2e308],
    [-1e308, 1e308],
    [1.65e308, 1.79e308],
    [0, Number.POSITIVE_INFINITY],
  ])("from %d to %d are refused", (low, high) => {
    expect(() => ticksFor(low, high, 6, "loss")).toThrow(
      new RangeError(`loss: its values are too large to be drawn. They go from ${low} to ${high}.`),
    );
  });
});

describe("a smoothed curve", () => {
  const measured = fc
    .array(
      fc.record({
        gap: fc.integer({ min: 1, max: 9 }),
        value: fc.integer({ min: -9, max: 9 }),
        weight: fc.integer({ min: 1, max: 5 }),
      }),
      { minLength: 1, maxLength: 12 },
    )
    .map((points) => {
      let step = 0;
      return {
        at: points.map(({ gap }) => (step += gap)),
        values: points.map(({ value }) => value),
        weights: points.map(({ weight }) => weight),
      };
    });

  it("is the quotient of two integrals, here summed up in small pieces", () => {
    fc.assert(
      fc.property(
        measured,
        fc.integer({ min: 0, max: 20 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (points, window, share) => {
          const { at, values, weights } = points;
          const [first, last] = [at[0]!, at.at(-1)!];
          const step = first + share * (last - first);
          const [from, to] = [Math.max(first, step - window / 2), Math.min(last, step + window / 2)];
          const interpolated = (of: readonly number[], x: number) => {
            const i = Math.max(
              1,
              at.findIndex((each) => each >= x),
            );
            if (at.length === 1) return of[0]!;
            return of[i - 1]! + ((x - at[i - 1]!) / (at[i]! - at[i - 1]!)) * (of[i]! - of[i - 1]!);
          };
          const products = values.map((value, i) => value * weights[i]!);
          let [numerator, denominator] = [0, 0];
          const pieces = 4000;
          for (let i = 0; i < pieces; i++) {
            const x = from + ((i + 0.5) / pieces) * (to - from);
            numerator += interpolated(products, x);
            denominator += interpolated(weights, x);
          }
          expect(smoothed(points, window)(step)).toBeCloseTo(numerator / denominator, 2);
        },
      ),
      { seed: 45, numRuns: 60 },
    );
  });

  it("goes through the measurements without a window, and is nothing outside of them", () => {
    const points = { at: [10, 20, 40], values: [1, 5, 3], weights: [1, 3, 1] };
    const curve = smoothed(points, 0);
    expect([10, 20, 40].map(curve)).toEqual([1, 5, 3]);
    expect([9, 41].map(smoothed(points, 30))).toEqual([Number.NaN, Number.NaN]);
    expect(smoothed({ at: [], values: [], weights: [] }, 3)(0)).toBeNaN();
  });
});

describe("curves of runs", () => {
  it("are the mean over seeds, with the lowest and highest, at each step where somebody has a value", () => {
    const runs = [
      run([line(0, 10), line(100, 30)], seeded(1)),
      run([line(0, 20), line(50, null), line(100, 20)], seeded(2)),
      run([line(0, 0), line(200, 40)], seeded(3)),
    ];
    const { title, label, curves } = readCurves(runs, { smooth: 0 });
    expect([title, label]).toEqual(["CartPole-v1", "return"]);
    const [curve, ...others] = curves;
    expect([curve!.label, curve!.runs, others]).toEqual(["ppo", 3, []]);
    const at = (step: number) => {
      const i = curve!.steps.findIndex((each) => Math.abs(each - step) < 1e-9);
      return [curve!.mean[i], curve!.low[i], curve!.high[i]].map((value) => Number(value!.toFixed(9)));
    };
    expect(at(0)).toEqual([10, 0, 20]);
    expect(at(50)).toEqual([(20 + 20 + 10) / 3, 10, 20].map((value) => Number(value.toFixed(9))));
    expect(at(150)).toEqual([30, 30, 30]);
  });

  it("are named by what they have apart from each other", () => {
    const lines = [line(0, 1), line(10, 2)];
    const rate = (learningRate: number, seed: number) =>
      run(lines, seeded(seed, { learningRate, hidden: [64, 64] }));
    const { title, curves } = readCurves([
      ...[rate(0.01, 1), rate(0.02, 1), rate(0.01, 2)],
      run(lines, { algorithm: "a2c" }),
    ]);
    expect(title).toBe("CartPole-v1");
    expect(curves.map(({ label, runs }) => `${label}: ${runs}`)).toEqual([
      ...["ppo, learningRate=0.01: 2", "ppo, learningRate=0.02: 1", "a2c: 1"],
    ]);
    const several = readCurves([run(lines), run(lines, { environment: "Pendulum-v1" })]);
    expect(several.title).toBe("");
    expect(several.curves.map(({ label }) => label)).toEqual(["CartPole-v1, ppo", "Pendulum-v1, ppo"]);
  });

  it("are apart by the weights that they began with, and by the modules of their environments", () => {
    const lines = [line(0, 1), line(10, 2)];
    const labelsOf = (...changes: readonly Partial<RunRecord>[]) =>
      readCurves(changes.map((each) => run(lines, each))).curves.map(
        ({ label, runs }) => `${label}: ${runs}`,
      );
    const begun = (digit: string, seed = 1) => ({ ...seeded(seed), initialParameters: digit.repeat(64) });
    expect(labelsOf(begun("a"), begun("b"), seeded(1), begun("a", 2), seeded(2))).toEqual([
      ...["ppo, init=aaaaaaaa…: 2", "ppo, init=bbbbbbbb…: 1", "ppo: 2"],
    ]);
    const from = (url: string, name = "default") => ({ environment: "maze", module: { url, name } });
    const a = from("file:///mazes/a/maze.ts");
    expect(labelsOf(a, from("file:///mazes/b/maze.ts"), a)).toEqual([
      ...["ppo, module=a/maze.ts: 2", "ppo, module=b/maze.ts: 1"],
    ]);
    expect(labelsOf(a, from("file:///mazes/a/room.ts"), { environment: "maze" })).toEqual([
      ...["ppo, module=maze.ts, export=default: 1", "ppo, module=room.ts, export=default: 1", "ppo: 1"],
    ]);
    expect(labelsOf(a, from("file:///mazes/a/maze.ts", "large"))).toEqual([
      ...["ppo, export=default: 1", "ppo, export=large: 1"],
    ]);
  });

  it("have what is long at the end of their names, which may be cut", () => {
    const architecture = { kind: "mlp", hidden: [32, 32], activation: "tanh" };
    const begun = (options: Readonly<Record<string, unknown>>, digit: string) =>
      run([line(0, 1)], { ...seeded(1, options), initialParameters: digit.repeat(64) });
    const { curves } = readCurves([begun({ architecture }, "a"), begun({ architecture: "auto" }, "b")]);
    expect(curves.map(({ label }) => label)).toEqual([
      'ppo, init=aaaaaaaa…, architecture={"kind":"mlp","hidden":[32,32],"activation":"tanh"}',
      "ppo, architecture=auto, init=bbbbbbbb…",
    ]);
  });

  it("are apart by any difference of an option, also one that is not seen in how it is written", () => {
    const lines = [line(0, 1), line(10, 2)];
    const apart = (...values: readonly unknown[]) =>
      readCurves(values.map((map) => run(lines, { resetOptions: { map } }))).curves.map(({ label }) => label);
    expect(apart([{ x: 1 }], [{ x: 2 }])).toEqual(['ppo, reset map=[{"x":1}]', 'ppo, reset map=[{"x":2}]']);
    expect(apart([1, [2, 3]], [1, 2, 3])).toEqual(["ppo, reset map=[1,[2,3]]", "ppo, reset map=1,2,3"]);
    expect(apart("1", 1)).toHaveLength(2);
    // An option of an algorithm may be called as what else is compared.
    const own = (init: string) => run(lines, { ...seeded(1, { init }), initialParameters: "a".repeat(64) });
    const { curves } = readCurves([own("zeros"), own("ones")]);
    expect(curves.map(({ label }) => label)).toEqual(["ppo, init=zeros", "ppo, init=ones"]);
  });

  it("have each run once, by whatever paths it is given", () => {
    const directory = run([line(0, 1), line(10, 2)]);
    const link = join(parent, "latest");
    symlinkSync(directory, link, "junction");
    const other = run([line(0, 3), line(10, 4)], seeded(2));
    const paths = [directory, directory, `${parent}/./${basename(directory)}/`, link, other];
    expect(readCurves(paths).curves.map(({ runs }) => runs)).toEqual([2]);
  });

  it("are apart by options of an environment too, whatever these are called", () => {
    const lines = [line(0, 1), line(100, 2)];
    const reset = (learningRate: number, resetOptions: Readonly<Record<string, unknown>>) =>
      run(lines, { ...seeded(1, { learningRate }), resetOptions });
    const directories = [reset(1, { learningRate: 7, seed: 1 }), reset(2, { learningRate: 7, seed: 1 })];
    directories.push(reset(2, { learningRate: 7, seed: 2 }));
    expect(readCurves(directories).curves.map(({ label }) => label)).toEqual([
      "ppo, learningRate=1, reset seed=1",
      "ppo, learningRate=2, reset seed=1",
      "ppo, learningRate=2, reset seed=2",
    ]);
  });

  it("weigh means of episodes by their number", () => {
    const directory = run([line(0, 0, { episodes: 3 }), line(10, 8, { episodes: 1 })]);
    const [{ mean }] = readCurves([directory], { smooth: 1e9 }).curves;
    // ∫ w v / ∫ w with w from 3 to 1 and w v from 0 to 8.
    expect(mean[120]).toBeCloseTo(4 / 2, 9);
  });

  it("are drawn of a single measurement too, and leave out what overflows", () => {
    const single = readCurves([run([line(40, 5)])]);
    expect(curvesToSvg(single)).toMatch(/<polyline points="([\d.]+,[\d.]+) \1"/);
    expect(curvesToText(single)).toMatch(/[⠁-⣿]/);
    const huge = run([line(0, 1), line(10, 1e308, { episodes: 9 })]);
    expect(() => readCurves([huge])).toThrow("meanReturn: its values are too large to be drawn.");
    const partly = readCurves([huge, run([line(0, 1), line(10, 2)])]);
    expect(curvesToSvg(partly)).not.toMatch(/NaN|Infinity/);
    expect(partly.curves[0]!.mean[0]).toBeCloseTo(1, 1);
  });

  it.each([
    ["one huge value", [1.7e308]],
    ["huge values of both signs", [1.7e308, -1.7e308]],
  ])("are refused where they are of %s", (_, returns) => {
    const curves = readCurves(returns.map((value, i) => run([line(0, value)], seeded(i))));
    expect(() => curvesToText(curves)).toThrow("return: its values are too large to be drawn.");
    expect(() => curvesToSvg(curves)).toThrow("return: its values are too large to be drawn.");
  });

  it.each([
    ["tiny values", [5e-324, 1e-323]],
    ["values that hardly differ", [1, 1 + 2 ** -52]],
    ["large values", [-5e307, 5e307]],
  ])("are drawn where they are of %s", (_, [first, last]) => {
    const curves = readCurves([run([line(0, first!), line(100, last!)])]);
    expect(curvesToSvg(curves)).not.toMatch(/NaN|Infinity/);
    expect(curvesToText(curves)).toMatch(/[⠁-⣿]/);
    expect(curvesToText(curves)).not.toMatch(/NaN|Infinity/);
  });

  it("have a 0 below them where nothing was trained yet", () => {
    const text = curvesToText(readCurves([run([line(0, 5)])]), { columns: 40 });
    expect(text).toMatch(/└┬─+\n {3}0 +environment steps\n/);
  });

  it("are refused where there is nothing to draw", () => {
    const none: Curves = { title: "", label: "loss", curves: [] };
    expect(() => curvesToText(none)).toThrow("loss: no curve has a value.");
    const empty = { label: "ppo", runs: 1, steps: [0], mean: [Number.NaN] };
    const unknown = { ...none, curves: [{ ...empty, low: empty.mean, high: empty.mean }] };
    expect(() => curvesToSvg(unknown)).toThrow("loss: no curve has a value.");
  });

  it("say which arguments cannot be", () => {
    const directory = run([line(0, 1), line(10, 2)]);
    const curves = readCurves([directory]);
    expect(() => readCurves("r1" as never)).toThrow(
      'readCurves: the folders of runs are "r1"; they must be a list of paths such as ["runs/CartPole-v1-ppo-1"].',
    );
    expect(() => readCurves([5] as never)).toThrow(
      "readCurves: the folders of runs are [5]; they must be a list",
    );
    expect(() => readCurves([directory], { metric: 5 as never })).toThrow(
      'metric is 5; it must be the name of a number of metrics.jsonl, such as "meanReturn".',
    );
    expect(() => readCurves([directory], { smooth: "1" as never })).toThrow(
      'smooth: expected a number of environment steps from 0, found "1".',
    );
    expect(() => curvesToText(curves, { color: "no" as never })).toThrow(
      'color is "no"; it must be true or false.',
    );
    expect(() => curvesToSvg(curves, { across: 5 as never })).toThrow(
      'across is 5; it must be the name of the horizontal axis, such as "environment steps".',
    );
  });

  it("say which metrics there are, and where files are damaged or missing", () => {
    const directory = run([line(0, null, { entropy: 0.5 })]);
    const empty = run([]);
    expect(() => readCurves([directory], { metric: "entorpy" })).toThrow(
      /^metric: no run has "entorpy"\. Did you mean entropy\? There are update, steps, .*entropy\.$/,
    );
    expect(() => readCurves([directory])).toThrow("meanReturn: no run has a value of it yet. Train on");
    expect(() => readCurves([empty])).toThrow(`${empty}: no metrics yet. Train on, and draw again.`);
    expect(() => readCurves([])).toThrow("expected the folders of runs, found none.");
    expect(() => readCurves([directory], { smooth: -1 })).toThrow(
      "smooth: expected a number of environment steps from 0",
    );
    expect(() => readCurves([join(parent, "nowhere")])).toThrow(/there is none in .*nowhere/);
    writeFileSync(join(directory, "metrics.jsonl"), `nonsense\n${JSON.stringify(line(5, 5))}\n`);
    expect(() => readCurves([directory])).toThrow(/metrics\.jsonl, line 1: it is not JSON/);
    // Up to a line that is cut off, of a run that was killed.
    writeFileSync(join(directory, "metrics.jsonl"), `${JSON.stringify(line(5, 5))}\n{"update":`);
    writeFileSync(join(empty, "run.json"), formatRunRecord({} as RunRecord));
    expect(readCurves([directory]).curves[0]!.mean.at(-1)).toBe(5);
    expect(() => readCurves([directory, empty])).toThrow(/run\.json: /);
  });
});

const drawn: Curves = {
  title: 'A "maze" <of> & more',
  label: "return",
  curves: Array.from({ length: 9 }, (_, i) => ({
    label: `a curve with a name, number ${i}`,
    runs: (i % 3) + 1,
    steps: Array.from({ length: 50 }, (_, step) => 400 * step),
    mean: Array.from({ length: 50 }, (_, step) => (step < i ? Number.NaN : step * i)),
    low: Array.from({ length: 50 }, (_, step) => (step < i ? Number.NaN : step * i - 10)),
    high: Array.from({ length: 50 }, (_, step) => (step < i ? Number.NaN : step * i + 10)),
  })),
};

describe("a picture of curves", () => {
  it("is an SVG document with a line for each, within its bounds", () => {
    const svg = curvesToSvg(drawn, { width: 640, height: 400 });
    const { document } = new JSDOM(svg, { contentType: "image/svg+xml" }).window;
    expect(document.querySelector("parsererror")).toBeNull();
    expect(document.querySelector("title")!.textContent).toBe('A "maze" <of> & more: return');
    expect(document.querySelectorAll("polyline")).toHaveLength(9);
    expect(document.querySelectorAll("polygon")).toHaveLength(6);
    const texts = [...document.querySelectorAll("text")].map(({ textContent }) => textContent);
    for (const text of [
      "environment steps",
      "return",
      "15k",
      "0",
      "200",
      "a curve with a name, number 7 (2 runs)",
    ]) {
      expect(texts).toContain(text);
    }
    const strokes = [...document.querySelectorAll("polyline")].map(
      (each) => `${each.getAttribute("stroke")} ${each.getAttribute("stroke-dasharray")}`,
    );
    expect(new Set(strokes).size).toBe(9);
    const points = [...document.querySelectorAll("polyline, polygon")].flatMap((each) =>
      each
        .getAttribute("points")!
        .split(" ")
        .map((point) => point.split(",").map(Number)),
    );
    for (const [x, y] of points) expect(x! >= 0 && x! <= 640 && y! >= 0 && y! <= 400).toBe(true);
  });

  it("is as wide as the terminal at most, in characters", () => {
    for (const columns of [20, 21, 30, 40, 80, 133]) {
      for (const color of [false, true]) {
        const text = curvesToText(drawn, { columns, rows: 12, color });
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what colors are made of
        const lines = text.replace(/\x1b\[\d+m/g, "").split("\n");
        expect(Math.max(...lines.map((each) => each.length))).toBeLessThanOrEqual(columns);
        expect(lines.slice(1, 13).join("\n")).toMatch(color ? /[⠁-⣿]/ : /●/);
        expect(text.includes("\x1b")).toBe(color);
      }
    }
  });

  it("cuts what is too long: a title, a label before the number of its runs, and the last digits of numbers", () => {
    const values = [-1.23456789e-200, -1.23456788e-200];
    const curve = { label: "ppo, learningRate=0.001", runs: 3, steps: [0, 1e6], mean: values };
    const curves = [{ ...curve, low: values, high: values }];
    const lines = curvesToText(
      { title: "CartPole-v1", label: "loss of values", curves },
      { columns: 24, rows: 3 },
    );
    const shown = lines.split("\n");
    expect(shown[0]).toBe("CartPole-v1: loss of va…");
    expect(shown[1]).toMatch(/^−1\.234…e−200 ┤/);
    // There is no room for "environment steps".
    expect(shown.slice(4, 7)).toEqual(["             └┬────┬───┬", "              0  0.5M", ""]);
    expect(shown[7]).toBe("━━ ppo, learni… (3 runs)");
  });

  it("shows a rising line from the lower left to the upper right", () => {
    const rising: Curves = {
      ...{ title: "Rise", label: "return" },
      curves: [
        {
          ...{ label: "ppo", runs: 1, steps: [0, 50, 100] },
          ...{ mean: [0, 5, 10], low: [0, 5, 10], high: [0, 5, 10] },
        },
      ],
    };
    expect(curvesToText(rising, { columns: 34, rows: 5 })).toBe(
      `Rise: return
10 ┤                        ⢀⣀⠤⠔⠒⠉
   │                   ⣀⡠⠤⠒⠉⠁
 5 ┤             ⣀⡠⠤⠒⠊⠉
   │      ⣀⣀⠤⠔⠒⠉⠉
 0 ┤⣀⠤⠤⠒⠊⠉
   └┬──────────────┬─────────────┬
    0             50           100
                 environment steps

━━ ppo
`,
    );
  });
});

describe.each([
  ["curvesToSvg", curvesToSvg],
  ["curvesToText", curvesToText],
] as const)("%s", (owner, draw) => {
  it.each([[[]], [undefined], [{}], [{ title: "", label: "return" }]])("refuses %j", (given) => {
    expect(() => draw(given as never)).toThrow(new RegExp(`^${owner}: the curves are .* what readCurves`));
  });

  it("refuses curves without a value", () => {
    const nothing = [Number.NaN];
    const empty = { label: "ppo", runs: 1, steps: [0], mean: nothing, low: nothing, high: nothing };
    for (const curves of [[], [empty]]) {
      expect(() => draw({ title: "", label: "return", curves })).toThrow("return: no curve has a value.");
    }
  });
});
