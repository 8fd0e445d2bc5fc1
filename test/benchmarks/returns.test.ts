import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { entries } from "../../benchmarks/returns/entries.ts";
import { interquartileInterval, interquartileMean } from "../../benchmarks/returns/interquartile-mean.ts";
import { originOf, settingsOf } from "../../benchmarks/returns/origin.ts";
import { page } from "../../benchmarks/returns/page.ts";
import type { Results } from "../../benchmarks/returns/results.ts";
import { parametersHash } from "../../src/runs/index.ts";
import { lastOf } from "../algorithms/last-of.ts";

const docs = new URL("../../docs/", import.meta.url);
const results: Results = JSON.parse(readFileSync(new URL("results.json", docs), "utf8"));

test("docs/results.md is what docs/results.json gives", () => {
  expect(page(results)).toBe(readFileSync(new URL("results.md", docs), "utf8"));
});

test("docs/results.json has every entry on all its seeds", () => {
  const measured = results.entries.map(({ machine, date, origin, runs, ...entry }) => ({
    ...entry,
    ran: runs.map(({ seed }) => seed),
  }));
  const wanted = entries.map((entry) => ({
    ...entry,
    ran: Array.from({ length: entry.seeds }, (_, index) => index + 1),
  }));
  expect(measured).toEqual(wanted);
});

test("the interquartile mean leaves out a quarter of the values at either end, and its interval is that of the middle ones", () => {
  expect(interquartileMean([-1e6, 8, 1, 2, 3, 4, 9, 1e9])).toBe((2 + 3 + 4 + 8) / 4);
  expect(interquartileMean([5, 1, 3])).toBe(3);
  expect(interquartileInterval([7, 7, 7, 7, 7])).toEqual([7, 7]);
  // Half of these are 0 and half are 1: some samples have more of the one, some of the other.
  const [low, high] = interquartileInterval(Array.from({ length: 20 }, (_, i) => i % 2));
  expect(low).toBeGreaterThanOrEqual(0);
  expect(low).toBeLessThan(0.5);
  expect(high).toBeGreaterThan(0.5);
  expect(high).toBeLessThanOrEqual(1);
});

// When one of these fails, the page tells of another library or other settings: run `npm run results` again.
test.each(results.entries.map((entry) => [entry.title, entry] as const))(
  "the results of “%s” follow from the options and algorithms of today",
  (_, entry) => {
    expect(entry.origin).toBe(originOf(entry));
  },
);

test("the first entry's first seed gives the weights that were measured", () => {
  const [entry] = results.entries;
  const { algorithm, environment, options } = settingsOf(entry, { seed: 1, workers: 1 });
  const { steps, policy } = lastOf(algorithm(environment, options));
  const [run] = entry.runs;
  expect({ seed: 1, steps, parameters: parametersHash(policy) }).toEqual({
    seed: run.seed,
    steps: run.steps,
    parameters: run.parameters,
  });
});
