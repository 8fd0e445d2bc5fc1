import { describe, expect, it } from "vitest";
import { measureBaselines, productsOf, varianceOf } from "../../../scripts/train-go/measure-baselines.ts";
import { goEnvironment } from "../../../src/environments/index.ts";
import { outcomeSpace } from "../../../src/go/index.ts";
import { createPolicy, type Policy } from "../../../src/policies/index.ts";
import { createGenerator } from "../../../src/random/index.ts";

describe("the variance of an estimate", () => {
  const generator = createGenerator(1);
  const vectors = Array.from({ length: 5 }, () => Float64Array.from({ length: 3 }, () => generator.normal()));

  it.each([[[0, 1, 2, 3, 4]], [[0, 0, 3, 4, 4]]])(
    "of %j is the trace of their sample covariance",
    (chosen) => {
      const variances = [0, 1, 2].map((entry) => {
        const values = chosen.map((i) => vectors[i][entry]);
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
      });
      const trace = variances.reduce((sum, each) => sum + each, 0);
      expect(varianceOf(productsOf(vectors), chosen)).toBeCloseTo(trace, 12);
    },
  );
});

describe("what baselines are worth", () => {
  const environment = goEnvironment({ size: 3, komi: 0.5 });
  const { observationSpace, actionSpace } = environment.create();
  const linear = { kind: "linear" } as const;
  const policy = createPolicy(
    { observationSpace, actionSpace },
    { architecture: linear, masked: true, generator: createGenerator(2) },
  ) as Policy;
  const spaces = { observationSpace, actionSpace: outcomeSpace };
  const valueNetwork = createPolicy(spaces, {
    ...{ architecture: linear, head: "diagonal-normal", generator: createGenerator(3) },
  }) as Policy;
  for (const parameter of valueNetwork.parameters) valueNetwork.backend.values(parameter).fill(0);
  const measure = (seed: number) =>
    measureBaselines({ environment, policy, valueNetwork, batches: 6, games: 8, seed, backend: "wasm" });

  it("is nothing for values of 0, with the same games for all", () => {
    const { variance, ratios, explainedVariance, moves } = measure(1);
    expect(variance.value).toBe(variance.none);
    expect(ratios.find(({ of, to }) => of === "value" && to === "none")).toMatchObject({
      ...{ value: 1, low: 1, high: 1 },
    });
    expect(explainedVariance).toBe(0);
    expect(moves).toBeGreaterThan(6 * 8);
    for (const { of, to, value, low, high } of ratios) {
      expect(value).toBe(variance[of] / variance[to]);
      expect(low).toBeLessThanOrEqual(high);
    }
  });

  it("depends on the seed only", () => {
    expect(measure(2)).toEqual(measure(2));
    expect(measure(2).variance).not.toEqual(measure(1).variance);
  });
});
