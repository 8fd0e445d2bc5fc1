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
  const withRatio = (ratio: number): Results => ({
    ...results,
    comparisons: results.comparisons.map((comparison) => ({
      ...comparison,
      backends: comparison.backends.map((backend) => ({ ...backend, ratio, share: ratio })),
    })),
  });

  test("of ratios are reached at or below what is wanted", () => {
    const step = /^PPO step 4-64-64-2, batch 64/;
    expect(outcomeOf(step, /wasm/, withRatio(0.19)).reached).toBe(true);
    expect(outcomeOf(step, /wasm/, withRatio(0.191)).reached).toBe(false);
    expect(outcomeOf(step, /native/, withRatio(0.06)).reached).toBe(true);
    expect(outcomeOf(step, /native/, withRatio(0.061)).reached).toBe(false);
  });

  test("of shares are reached at or above it", () => {
    const product = /^product of 512/;
    expect(outcomeOf(product, /wasm/, withRatio(0.9)).reached).toBe(true);
    expect(outcomeOf(product, /wasm/, withRatio(0.89)).reached).toBe(false);
  });

  test("that were not measured are not judged", () => {
    const alone = {
      ...results,
      comparisons: results.comparisons.map(({ backends: [wasm], ...comparison }) => ({
        ...comparison,
        backends: [{ ...wasm, ratio: undefined }],
      })),
    };
    expect(outcomes(alone).filter(({ what }) => what.includes("ratio to PyTorch"))).toEqual([]);
  });
});
