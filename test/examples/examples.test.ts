import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

describe("examples", () => {
  const lines: string[] = [];
  beforeEach(() => {
    lines.length = 0;
    vi.spyOn(console, "log").mockImplementation((...words) => void lines.push(words.join(" ")));
  });
  afterEach(() => vi.restoreAllMocks());

  it("own-environment learns the way out", async () => {
    await import("../../examples/own-environment.ts");
    expect(lines.at(-1)).toMatch(/^20480 -\d.* goes right$/);
    const [, meanReturn] = lines.at(-1)!.split(" ").map(Number);
    expect(meanReturn).toBeGreaterThan(-6);
  });

  it("save-and-load acts with what it loaded", async () => {
    await import("../../examples/save-and-load.ts");
    expect(Number(/for (\d+) steps/.exec(lines[0])![1])).toBeGreaterThan(100);
  });

  it("own-objective trains with both", async () => {
    await import("../../examples/own-objective.ts");
    expect(lines.map((line) => line.split(":")[0])).toEqual(["clipped", "plain"]);
    for (const line of lines) expect(Number(/\d+$/.exec(line)![0])).toBeGreaterThan(40);
  });

  it("own-everything learns the way out, in fewer than 60 lines, and the docs show it as it stands", async () => {
    await import("../../examples/own-everything.ts");
    const [, meanReturn] = lines.at(-1)!.split(" ").map(Number);
    expect(lines.at(-1)).toMatch(/goes right$/);
    expect(meanReturn).toBeGreaterThan(-6);
    const text = readFileSync(new URL("../../examples/own-everything.ts", import.meta.url), "utf8");
    expect(text.split("\n").length).toBeLessThan(60);
    expect(readFileSync(new URL("../../docs/own-algorithm.md", import.meta.url), "utf8")).toContain(
      text.trim(),
    );
  });

  it("derivatives prints the score and the Fisher information of a softmax", async () => {
    await import("../../examples/derivatives.ts");
    const p = [0.5, -1, 0].map(Math.exp).map((weight, _, all) => weight / all.reduce((a, b) => a + b));
    const numbers = lines.map((line) => line.split(":")[1].split(",").map(Number));
    const score = p.map((each, i) => (i === 0 ? 1 : 0) - each);
    const fisher = p.map((each, i) => each * ((i === 0 ? 1 : 0) - p[0]));
    numbers[0].forEach((value, i) => expect(value).toBeCloseTo(score[i], 4));
    numbers[1].forEach((value, i) => expect(value).toBeCloseTo(fisher[i], 4));
  });

  it("explain shows what a step executes, with times", async () => {
    await import("../../examples/explain.ts");
    expect(lines[0]).toMatch(
      / matmul .* tanh\(add\(observations · hidden.weight, hidden.bias\)\) .* \d+\.\d\d +\d/,
    );
  });

  it("exact-gradient holds a sampled gradient against the exact one, and trains", async () => {
    await import("../../examples/exact-gradient.ts");
    expect(lines[0]).toBe("values: -12, -10, -6, 0");
    for (const line of lines.slice(1, 4)) {
      const [exact, sampled, error] = line
        .split(":")[1]
        .match(/-?\d+\.\d+/g)!
        .map(Number);
      expect(Math.abs(sampled - exact)).toBeLessThan(5.5 * error);
    }
    expect(lines.at(-2)).toBe("best: -3");
    expect(Number(lines.at(-1)!.split(":")[1])).toBeGreaterThan(-3.5);
  });

  it("option-sensitivities meets Black and Scholes", async () => {
    await import("../../examples/option-sensitivities.ts");
    const [, price, delta, vega] = lines[0].split(" ").map(Number);
    expect([price, delta, vega]).toEqual([5.576, 0.4591, 28.061]);
    for (const line of lines.slice(1)) {
      // Seeds are fixed; five standard errors are a false alarm of 6e-7 for others.
      const [, spot, spotError, volatility, volatilityError] = line
        .match(/delta ([\d.]+) ± ([\d.]+) vega ([\d.]+) ± ([\d.]+)/)!
        .map(Number);
      expect(Math.abs(spot - delta)).toBeLessThan(5 * spotError);
      expect(Math.abs(volatility - vega)).toBeLessThan(5 * volatilityError);
    }
  });

  it("variational-inference raises the bound and finds the signs of the weights", async () => {
    await import("../../examples/variational-inference.ts");
    const weights = /weights ([-\d.]+) ± [\d.]+, ([-\d.]+) ± [\d.]+, ([-\d.]+)/
      .exec(lines[3])!
      .slice(1)
      .map(Number);
    expect(weights.map(Math.sign)).toEqual([1, -1, 1]);
    expect(Number(/needs (\d+) times/.exec(lines[4])![1])).toBeGreaterThan(1);
  });

  it("black-box-optimization betters the score", async () => {
    await import("../../examples/black-box-optimization.ts");
    const [before, after] = lines.map((line) => Number(/score ([-\d.]+)/.exec(line)![1]));
    expect(after).toBeGreaterThan(before + 3);
  });

  it("compare-estimators prints a recommendation", async () => {
    await import("../../examples/compare-estimators.ts");
    expect(lines[0]).toContain("exact gradient by enumeration: logits[0] -0.872");
    expect(lines[0]).toMatch(/^take scoreFunction, \w+: it is unbiased/m);
  });

  it("the README shows own-environment as it stands", () => {
    const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
    expect(read("README.md")).toContain(read("examples/own-environment.ts").trim());
  });
});
