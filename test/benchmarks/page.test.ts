import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { page } from "../../benchmarks/page.ts";
import type { Results } from "../../benchmarks/results.ts";
import { outcomes } from "../../benchmarks/targets.ts";

const docs = new URL("../../docs/", import.meta.url);
const results: Results = JSON.parse(readFileSync(new URL("performance.json", docs), "utf8"));

test("docs/performance.md is what docs/performance.json gives", () => {
  expect(page(results)).toBe(readFileSync(new URL("performance.md", docs), "utf8"));
});

describe("targets", () => {
  const outcomeOf = (what: RegExp, side: RegExp, changed: Results) =>
    outcomes(changed).find((outcome) => what.test(outcome.what) && side.test(outcome.side))!;
  const withRatios = (...ratios: number[]): Results => ({
    ...results,
    comparisons: results.comparisons.map((comparison) => ({
      ...comparison,
      backends: comparison.backends.map((backend) => ({ ...backend, ratios, share: ratios[0] })),
    })),
  });

  test("of ratios are reached at or below what is wanted", () => {
    const step = /^PPO step 4-64-64-2, batch 64/;
    expect(outcomeOf(step, /wasm/, withRatios(0.19)).reached).toBe(true);
    expect(outcomeOf(step, /wasm/, withRatios(0.191)).reached).toBe(false);
    expect(outcomeOf(step, /native/, withRatios(0.06)).reached).toBe(true);
    expect(outcomeOf(step, /native/, withRatios(0.061)).reached).toBe(false);
  });

  test("of ratios are judged against the tuned PyTorch too", () => {
    const outcome = outcomeOf(/^PPO step 4-64-64-2, batch 64/, /wasm/, withRatios(0.1, 0.3));
    expect(outcome).toMatchObject({ measured: "0.10", reached: true });
    expect(outcome.tuned).toEqual({ measured: "0.30", reached: false });
  });

  test("of shares are reached at or above it", () => {
    const product = /^product of 512/;
    expect(outcomeOf(product, /wasm/, withRatios(0.9)).reached).toBe(true);
    expect(outcomeOf(product, /wasm/, withRatios(0.89)).reached).toBe(false);
  });

  test("that were not measured are not judged", () => {
    const alone = {
      ...results,
      comparisons: results.comparisons.map(({ backends: [wasm], ...comparison }) => ({
        ...comparison,
        backends: [{ ...wasm, ratios: [] }],
      })),
    };
    expect(outcomes(alone).filter(({ what }) => what.includes("ratio to PyTorch"))).toEqual([]);
  });
});
