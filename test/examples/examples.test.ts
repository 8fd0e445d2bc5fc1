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

  it("the README shows own-environment as it stands", () => {
    const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
    expect(read("README.md")).toContain(read("examples/own-environment.ts").trim());
  });
});
