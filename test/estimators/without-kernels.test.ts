import { afterEach, describe, expect, it, vi } from "vitest";
import * as densities from "../../src/distributions/index.ts";
import { defineProblem, type Problem, scoreFunction } from "../../src/estimators/index.ts";
import { createGenerator } from "../../src/random/index.ts";

type Densities = typeof densities;

const f = (x: Float64Array) => x.reduce((sum, each) => sum + (each - 3) ** 2, 0);

/** Problems with densities of the given modules: what is loaded anew has graphs of its own. */
const problems: Record<string, (from: Densities) => Problem> = {
  "a normal": ({ normal }) =>
    defineProblem({
      parameters: { mean: 1, deviation: 1 },
      density: ({ mean, deviation }) => normal(mean, deviation),
      f,
    }) as unknown as Problem,
  "three normals with one deviation": ({ normal }) =>
    defineProblem({
      parameters: { means: [1, -2, 0.5], deviation: 0.7 },
      density: ({ means, deviation }) => normal(means, deviation),
      f,
    }) as unknown as Problem,
  "a categorical": ({ categorical }) =>
    defineProblem({
      parameters: { logits: [0.1, -1, 2, 0.3, -0.5] },
      density: ({ logits }) => categorical(logits),
      f,
    }) as unknown as Problem,
  "a normal of more parameters than the kernels have room for": ({ normal }) =>
    defineProblem({
      parameters: { means: Array.from({ length: 30 }, (_, i) => i / 10), deviation: 0.7 },
      density: ({ means, deviation }) => normal(means, deviation),
      f,
    }) as unknown as Problem,
};
const options = [
  { samples: 3000 },
  { samples: 3000, baseline: { kind: "constant", value: 2 } },
  { samples: 3000, baseline: { kind: "moving-average" } },
  { samples: 300, sampling: { kind: "antithetic" } },
] as const;

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

describe("a score function estimate has the same bits without WebAssembly", () => {
  it.each(Object.entries(problems))("of %s", async (_, problem) => {
    const estimates = options.map((each) =>
      scoreFunction(problem(densities), { ...each, generator: createGenerator(4) }),
    );
    vi.stubGlobal("WebAssembly", undefined);
    vi.resetModules();
    const without = {
      ...(await import("../../src/distributions/index.ts")),
      ...(await import("../../src/estimators/index.ts")),
      ...(await import("../../src/random/index.ts")),
    };
    const again = options.map((each) =>
      without.scoreFunction(problem(without), { ...each, generator: without.createGenerator(4) }),
    );
    expect(again).toEqual(estimates);
  });
});
