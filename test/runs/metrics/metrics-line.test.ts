import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { infoMeans } from "../../../src/experience/index.ts";
import type { Report } from "../../../src/learning/training/report.ts";
import type { Policy } from "../../../src/policies/index.ts";
import { createMetricsLines, type MetricsLine } from "../../../src/runs/index.ts";

interface Update {
  readonly steps: number;
  readonly seconds: number;
  readonly returns: readonly number[];
  /** Of those episodes that told of it. */
  readonly successes?: readonly boolean[];
}

const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;

/** The lines of a training whose updates take so many steps and seconds each. */
function linesOf(updates: readonly Update[], ends = true): MetricsLine[] {
  const lines = createMetricsLines();
  const totalSteps = updates.reduce((sum, { steps }) => sum + steps, 0) + (ends ? 0 : 1);
  const all: (MetricsLine | undefined)[] = [];
  let steps = 0;
  let seconds = 0;
  for (const [i, { returns, successes = [], ...update }] of updates.entries()) {
    steps += update.steps;
    seconds += update.seconds;
    const told = infoMeans(successes.map((success) => ({ success: Number(success) })));
    const episodes = {
      ...{ count: returns.length, meanReturn: mean(returns), meanLength: 2 * mean(returns) },
      ...told,
    };
    const report: Report = {
      ...{ update: i + 1, steps, totalSteps, episodes, metrics: { loss: i }, warnings: [], workers: 1 },
      ...{ players: 1, exactResume: true, checkpoint: () => new Uint8Array(0) },
      policy: {} as Policy,
    };
    all.push(lines.add(report, seconds));
  }
  all.push(lines.rest());
  return all.filter((line) => line !== undefined);
}

describe("lines of metrics", () => {
  it("come once in a thousand steps where updates are short, whatever the number of updates", () => {
    const updates = Array.from({ length: 5000 }, () => ({ steps: 40, seconds: 0.0002, returns: [] }));
    const lines = linesOf(updates);
    expect(lines.map(({ update }) => update).slice(0, 3)).toEqual([1, 26, 51]);
    expect(lines).toHaveLength(201);
    expect(lines[1]).toMatchObject({ update: 26, steps: 1040, loss: 25, episodes: 0, meanReturn: null });
  });

  it("come once a second where steps take long, and with every update that takes a thousand steps", () => {
    expect(
      linesOf(Array.from({ length: 90 }, () => ({ steps: 5, seconds: 0.25, returns: [] }))),
    ).toHaveLength(24);
    expect(
      linesOf(Array.from({ length: 90 }, () => ({ steps: 2048, seconds: 0.1, returns: [] }))),
    ).toHaveLength(90);
  });

  it("average what the environment told over the episodes that told of it, however reports lie in lines", () => {
    const update = fc.record({
      steps: fc.integer({ min: 1, max: 1500 }),
      seconds: fc.constant(0),
      successes: fc.array(fc.boolean(), { maxLength: 3 }),
      others: fc.array(fc.constant(1), { maxLength: 2 }),
    });
    fc.assert(
      fc.property(fc.array(update, { minLength: 1, maxLength: 30 }), (updates) => {
        const all = updates.map(({ others, successes, ...rest }) => ({
          ...{ ...rest, successes, returns: [...successes.map(Number), ...others] },
        }));
        let at = 0;
        for (const line of linesOf(all)) {
          const within = all.slice(at, line.update).flatMap(({ successes }) => successes.map(Number));
          at = line.update;
          if (within.length === 0) expect(line).not.toHaveProperty(["info.success"]);
          else expect(line["info.success"]).toBeCloseTo(mean(within), 12);
        }
      }),
      { seed: 43, numRuns: 100 },
    );
  });

  it("tell of every episode once, and end with the last update, finished or not", () => {
    const update = fc.record({
      steps: fc.integer({ min: 1, max: 1500 }),
      seconds: fc.double({ min: 0, max: 1.5, noNaN: true }),
      returns: fc.array(fc.integer({ min: -5, max: 100 }), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(update, { minLength: 1, maxLength: 40 }), fc.boolean(), (updates, ends) => {
        const lines = linesOf(updates, ends);
        const returns = updates.flatMap((update) => update.returns);
        const total = (value: (line: MetricsLine) => number | null) =>
          lines.reduce((sum, line) => sum + (value(line) ?? 0), 0);
        expect(total(({ episodes }) => episodes)).toBe(returns.length);
        const sum = returns.reduce((a, b) => a + b, 0);
        expect(total(({ episodes, meanReturn }) => episodes * (meanReturn ?? 0))).toBeCloseTo(sum, 6);
        expect(total(({ episodes, meanLength }) => episodes * (meanLength ?? 0))).toBeCloseTo(2 * sum, 6);
        expect(lines.at(-1)).toMatchObject({ update: updates.length, loss: updates.length - 1 });
      }),
      { seed: 40, numRuns: 200 },
    );
  });
});
