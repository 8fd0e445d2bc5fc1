import { describe, expect, it } from "vitest";
import {
  arm,
  disarm,
  type Estimate,
  type ExactGradient,
  exactGradient,
  finiteDifferences,
  gumbelSoftmax,
  measureValued,
  type Parameters,
  type Problem,
  pathwise,
  scoreFunction,
  straightThrough,
} from "../../../src/estimators/index.ts";
import { createGenerator } from "../../../src/random/index.ts";
import { bell, choice, coin, coins, plane, quadratic, wave } from "../problems.ts";

const samples = 20_000;

/** Fewer than 200 entries are compared below: with 5e-9 each, all together raise a false alarm with 1e-6. */
const widest = 5.85;

const known = new Map<unknown, ExactGradient<Parameters>>();
function exactly<P extends Parameters>(problem: Problem<P>): ExactGradient<P> {
  if (!known.has(problem)) known.set(problem, exactGradient(problem));
  return known.get(problem) as ExactGradient<P>;
}

function apart<P extends Parameters>(problem: Problem<P>, estimate: Estimate<P>) {
  const exact = exactly(problem);
  const flat = (numbers: object) => Object.values(numbers).flat() as number[];
  const errors = flat(estimate.standardErrors);
  return [
    ...flat(estimate.gradient).map((entry, i) => ({
      difference: entry - flat(exact.gradient)[i],
      error: errors[i],
    })),
    { difference: estimate.value - exact.value, error: estimate.valueStandardError },
  ];
}

function expectUnbiased<P extends Parameters>(problem: Problem<P>, estimate: Estimate<P>) {
  for (const { difference, error } of apart(problem, estimate)) {
    expect(Math.abs(difference)).toBeLessThanOrEqual(widest * error + 1e-12);
  }
}

const problems = { quadratic: quadratic(-0.5), bell, wave, coin: coin(0.7), coins, choice, plane };
const generator = () => createGenerator(2026);

describe("unbiased estimators have the exact gradient as their mean (false alarm 1e-6 for all together)", () => {
  for (const [name, problem] of Object.entries(problems as unknown as Record<string, Problem>)) {
    it(`the score function with every baseline, on ${name}`, () => {
      const fixed = { kind: "constant", value: 0.4 } as const;
      const kinds = ["none", "moving-average", "leave-one-out", "optimal"] as const;
      for (const baseline of [...kinds.map((kind) => ({ kind })), fixed]) {
        const options = { samples, baseline, generator: generator() };
        expectUnbiased(problem, scoreFunction(problem, options));
      }
    });

    it(`antithetic and stratified samples, on ${name}`, () => {
      for (const sampling of [{ kind: "antithetic" }, { kind: "stratified", strata: 5 }] as const) {
        expectUnbiased(problem, scoreFunction(problem, { samples, sampling, generator: generator() }));
        // With a decay of 0 it is the latest f: of the pair, or the strata, before.
        const baseline = { kind: "moving-average", decay: 0 } as const;
        expectUnbiased(
          problem,
          scoreFunction(problem, { samples, sampling, baseline, generator: generator() }),
        );
      }
    });

    it(`the measure-valued derivative, on ${name}`, () => {
      expectUnbiased(problem, measureValued(problem, { samples, generator: generator() }));
    });
  }

  it("the pathwise estimator, with every sampling", () => {
    for (const problem of [quadratic(-0.5), bell, wave]) {
      expectUnbiased(problem, pathwise(problem, { samples, generator: generator() }));
      for (const sampling of [{ kind: "antithetic" }, { kind: "stratified", strata: 5 }] as const) {
        expectUnbiased(problem, pathwise(problem, { samples, sampling, generator: generator() }));
      }
    }
  });

  it("ARM and DisARM", () => {
    for (const problem of [coin(0.7), coins] as unknown as Problem[]) {
      expectUnbiased(problem, arm(problem, { samples, generator: generator() }));
      expectUnbiased(problem, disarm(problem, { samples, generator: generator() }));
    }
  });

  it("a control variate of known expectation, which removes most of the variance", () => {
    const problem = quadratic(3);
    // h = (x − 2.5)²: E[h] = σ² + (μ − 2.5)².
    const gradient = { mean: 2 * (1 - 2.5), deviation: 2 };
    const baseline = { kind: "control-variate", h: ([x]: Float64Array) => (x - 2.5) ** 2, gradient } as const;
    const controlled = scoreFunction(problem, { samples, baseline, generator: generator() });
    const plain = scoreFunction(problem, { samples, baseline: { kind: "none" }, generator: generator() });
    expectUnbiased(problem, controlled);
    expect(controlled.standardErrors.mean).toBeLessThan(plain.standardErrors.mean / 3);
  });
});

describe("biased estimators have the bias that they document", () => {
  it("finite differences: h²/6 times the third derivative, here of E[cos 5x] = exp(−25σ²/2) cos 5μ", () => {
    const step = 0.1;
    const h = step;
    const damping = Math.exp(-12.5 * 0.2 ** 2);
    const problem = { ...wave, parameters: { mean: 1, deviation: 0.2 } };
    const { gradient, standardErrors } = finiteDifferences(problem, {
      samples: 200_000,
      step,
      generator: generator(),
    });
    const central = (damping * (Math.cos(5 * (1 + h)) - Math.cos(5 * (1 - h)))) / (2 * h);
    const exact = -5 * damping * Math.sin(5);
    expect(Math.abs(gradient.mean - central)).toBeLessThan(widest * standardErrors.mean);
    expect((central - exact) / (((h * h) / 6) * 125 * damping * Math.sin(5))).toBeCloseTo(1, 1);
    expect(Math.abs(gradient.mean - exact)).toBeGreaterThan(widest * standardErrors.mean);
  });

  it("a small step makes finite differences nearly the pathwise estimator", () => {
    const problem = quadratic(3);
    const differences = finiteDifferences(problem, { samples: 2000, generator: generator() });
    const path = pathwise(problem, { samples: 2000, generator: generator() });
    expect(differences.gradient.mean).toBeCloseTo(path.gradient.mean, 6);
    expect(differences.standardErrors.deviation).toBeCloseTo(path.standardErrors.deviation, 6);
  });

  it("straight-through: p (1 − p) E[f′(b)] for a Bernoulli", () => {
    const problem = coin(0.7);
    const p = 1 / (1 + Math.exp(-0.7));
    const { gradient, standardErrors } = straightThrough(problem, { samples, generator: generator() });
    const documented = p * (1 - p) * 2 * (p - 0.45);
    expect(Math.abs(gradient.logit - documented)).toBeLessThan(widest * standardErrors.logit);
    expect(Math.abs(gradient.logit - exactGradient(problem).gradient.logit)).toBeGreaterThan(0.05);
  });

  it("Gumbel-softmax: less bias and more variance at lower temperatures, and no bias where f is linear in one-hot rows without noise", () => {
    const problem = coin(0.7);
    const exact = exactGradient(problem).gradient.logit;
    const at = (temperature: number) =>
      gumbelSoftmax(problem, { samples: 200_000, temperature, generator: generator() });
    const [warm, cold] = [at(1), at(0.1)];
    const bias = (estimate: typeof warm) => Math.abs(estimate.gradient.logit - exact);
    expect(bias(warm)).toBeGreaterThan(widest * warm.standardErrors.logit);
    expect(bias(cold)).toBeLessThan(bias(warm) / 2);
    expect(cold.standardErrors.logit).toBeGreaterThan(warm.standardErrors.logit);
  });

  it("the mean that includes the own sample: (K − 1)/K of the gradient", () => {
    for (const of of [2, 5]) {
      const problem = quadratic(3);
      const baseline = { kind: "mean-of-all", of } as const;
      const { gradient, standardErrors } = scoreFunction(problem, {
        samples: 100_000,
        baseline,
        generator: generator(),
      });
      const shrunk = (of - 1) / of;
      expect(Math.abs(gradient.mean - shrunk * -4)).toBeLessThan(widest * standardErrors.mean);
      expect(Math.abs(gradient.mean - -4)).toBeGreaterThan(widest * standardErrors.mean);
    }
  });
});
