import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ppo, type Report, reinforce } from "../../src/algorithms/index.ts";
import { createWasmBackend } from "../../src/backends/wasm/index.ts";
import { compile } from "../../src/compiler/index.ts";
import { box, defineEnvironment, discrete } from "../../src/environments/index.ts";
import { input } from "../../src/graph/index.ts";
import { scaleToDeviation, standardize, standardized } from "../../src/learning/standardize.ts";

/** The plain form and the graph form of the one normalizer. */
const forms = {
  plain(values: Float32Array): Float32Array {
    const copy = values.slice();
    standardize(copy);
    return copy;
  },
  graph(values: Float32Array): Float32Array {
    const whole = input([values.length]);
    const program = compile(
      { inputs: { whole }, outputs: { result: standardized(whole, whole) } },
      createWasmBackend(),
    );
    program.inputs.whole.set(values);
    program.run();
    return program.outputs.result.slice();
  },
};

it("differences of float64 numbers count beside a mean that is a million times as large", () => {
  const values = Float64Array.of(1e6, 1e6 + 1, 1e6 + 3, 1e6 + 8);
  standardize(values);
  const expected = [-0.8429272304235246, -0.5619514869490164, 0, 1.404878717372541];
  expected.forEach((value, i) => expect(values[i]).toBeCloseTo(value, 6));
  const equal = new Float64Array(100).fill(1e6 / 3);
  standardize(equal);
  expect(equal.every((value) => value === 0)).toBe(true);
});

describe.each(Object.entries(forms))("standardized numbers, %s form", (_, standardizeWith) => {
  it("have mean 0 and deviation 1, of a sample", () => {
    // numpy: (x - x.mean()) / x.std(ddof=1) for x = [1, 2, 4, 9]
    const expected = [-0.8429272304235246, -0.5619514869490164, 0, 1.404878717372541];
    const found = standardizeWith(Float32Array.of(1, 2, 4, 9));
    expected.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 6));
  });

  it("are 0 where all are equal, whatever they are and however many", () => {
    const value = fc.float({ min: Math.fround(-1e30), max: Math.fround(1e30), noNaN: true });
    fc.assert(
      fc.property(value, fc.constantFrom(2, 3, 64, 77, 2048, 16_384), (value, size) => {
        expect(standardizeWith(new Float32Array(size).fill(value)).every((result) => result === 0)).toBe(
          true,
        );
      }),
      { seed: 16, numRuns: 60 },
    );
  });

  it("are 0 where they differ in the last place only", () => {
    const values = Float32Array.from({ length: 64 }, (_, i) => 100 + (i % 2) * 2 ** -17);
    expect(new Set(values).size).toBe(2);
    expect(standardizeWith(values).every((result) => result === 0)).toBe(true);
  });

  it("are scaled where their mean is large, but their differences are more than rounding", () => {
    const found = standardizeWith(Float32Array.from({ length: 64 }, (_, i) => 1000 + (i % 2)));
    // ±1 but for n − 1 in the place of n: √(63 / 64)
    found.forEach((value, i) => expect(value).toBeCloseTo((i % 2 ? 1 : -1) * Math.sqrt(63 / 64), 2));
  });
});

describe("a single number", () => {
  it("is shifted to 0, or not scaled", () => {
    const [shifted, scaled] = [Float64Array.of(7), Float64Array.of(7)];
    standardize(shifted);
    scaleToDeviation(scaled);
    expect([shifted[0], scaled[0]]).toEqual([0, 7]);
  });
});

describe("numbers scaled to deviation 1", () => {
  it("keep their mean over their deviation, of a sample", () => {
    const values = Float64Array.of(1, 2, 4, 9);
    scaleToDeviation(values);
    // numpy: x / x.std(ddof=1)
    const expected = [0.2809757434745082, 0.5619514869490164, 1.1239029738980328, 2.5287816912705736];
    expected.forEach((value, i) => expect(values[i]).toBeCloseTo(value, 7));
  });

  it("are left alone where all are equal", () => {
    const values = new Float64Array(100).fill(0.1);
    scaleToDeviation(values);
    expect(values.every((value) => value === 0.1)).toBe(true);
  });
});

/** One step that is worth 3, whatever is done. */
const indifferent = () =>
  defineEnvironment({
    observationSpace: box({ low: 0, high: 1, shape: [1] }),
    actionSpace: discrete(2),
    reset: () => ({ observation: [1] }),
    step: () => ({ observation: [1], reward: 3, terminated: true, truncated: false }),
  });

const metricsOf = (training: Iterable<Report>) => [...training][0].metrics;

describe("equal advantages", () => {
  it("give REINFORCE the gradient that they have without being normalized", () => {
    for (const baseline of ["none", "mean", "value"] as const) {
      const norms = [true, false].map(
        (normalizeAdvantages) =>
          metricsOf(reinforce(indifferent, { steps: 16, baseline, normalizeAdvantages, seed: 1 }))
            .gradientNorm,
      );
      expect(norms[0]).toBe(norms[1]);
      expect(norms[0]).toBeLessThan(3);
    }
  });

  it("give PPO none", () => {
    const { policyLoss, approximateKl, clipFraction } = metricsOf(
      ppo(indifferent, { steps: 64, environments: 8, rolloutSteps: 8, minibatchSize: 16, seed: 1 }),
    );
    expect([Math.abs(policyLoss), Math.abs(approximateKl), clipFraction]).toEqual([0, 0, 0]);
  });
});

describe("minibatches of one step", () => {
  it("are refused where advantages are to be normalized, and trained on where they are not", () => {
    const options = { steps: 64, environments: 8, rolloutSteps: 8, minibatchSize: 1 };
    expect(() => ppo(indifferent, options)).toThrow(
      "ppo: option minibatchSize is 1; it must be 2 or more where normalizeAdvantages is true, since a single advantage " +
        "has no deviation.",
    );
    expect(metricsOf(ppo(indifferent, { ...options, normalizeAdvantages: false })).policyLoss).not.toBe(0);
  });
});
