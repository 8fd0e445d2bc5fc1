// What cancels: divergences of nearby densities, divergences and variances at extreme parameters.
import { describe, expect, it } from "vitest";
import { createWasmBackend } from "../../src/backends/wasm/index.ts";
import { compile } from "../../src/compiler/index.ts";
import * as densities from "../../src/distributions/index.ts";
import { createSampler, type Density } from "../../src/distributions/index.ts";
import { grad, variable } from "../../src/graph/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { builders } from "./build.ts";
import oracle from "./divergences.json" with { type: "json" };
import { flatten, type Nested, tensor, valuesOf } from "./evaluate.ts";

type Parameters = Readonly<Record<string, Nested>>;
const make = (family: string, parameters: Parameters): Density =>
  builders[family](
    Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, tensor(value)])),
  );

const divergences = oracle.divergences as unknown as [string, Parameters, Parameters, number][];

describe("a divergence keeps its digits, however near or far the densities are", () => {
  it.each(divergences)("%s %j, %j", (family, p, q, expected) => {
    const { kl } = valuesOf({ kl: make(family, p).kl(make(family, q)) });
    expect(Math.abs(kl[0] - expected), `${kl[0]}, not ${expected}`).toBeLessThanOrEqual(1e-6 * expected);
  });

  it.each(divergences)("%s %j is at distance 0 from itself", (family, p) => {
    const density = make(family, p);
    expect(valuesOf({ kl: density.kl(make(family, p)) }).kl[0]).toBe(0);
  });
});

describe("a variance keeps its digits", () => {
  it.each(oracle.variances as unknown as [string, Parameters, Nested][])(
    "%s %j",
    (family, parameters, expected) => {
      const { variance } = valuesOf({ variance: make(family, parameters).variance() });
      flatten(expected).forEach((each, i) => {
        expect(Math.abs(variance[i] - each), `${variance[i]}, not ${each}`).toBeLessThanOrEqual(1e-9 * each);
      });
    },
  );
});

it("divergences of policies are finite in float32, and 0 or above", () => {
  const pairs: [Density, Density][] = [
    [densities.categorical(tensor([0, 1, 2])), densities.categorical(tensor([0, 1, 2.001]))],
    [densities.diagonalNormal(tensor([0, 1]), tensor([0, -30])), densities.diagonalNormal(tensor([0, 1.001]), tensor([0.001, 0]))], // biome-ignore format: one row
    [densities.bernoulli(1), densities.bernoulli(1.001)],
    [densities.normal(1, 2), densities.normal(1.001, 2)],
  ];
  for (const [p, q] of pairs) {
    const kl = p.kl(q as never);
    const program = compile({ outputs: { kl } }, createWasmBackend());
    program.run();
    const [exact] = valuesOf({ kl }).kl;
    expect(Math.abs(program.outputs.kl[0] - exact)).toBeLessThan(1e-3 * exact);
  }
});

it("rare failures are drawn with their own probability, not with 1 less the rounded complement", () => {
  const count = 20_000;
  const trials = 1e15;
  // 1e15 / (1 + exp(34.5)) failures (mpmath); 1 − p is rounded to 10 units of 2⁻⁵³, which made it 1.11.
  const expected = 1.0395380116702;
  const drawn = createSampler(densities.binomial(trials, 34.5), count).draw(createGenerator(4));
  const mean = Array.from(drawn).reduce((total, value) => total + (trials - value), 0) / count;
  expect(Math.abs(mean - expected)).toBeLessThan(4.9 * Math.sqrt(expected / count));
});

it("gradients of divergences are those of their formulas where terms cancel, too", () => {
  // ∂/∂σ of KL(N(0, σ) ‖ N(0, 1)) is σ − 1/σ; ∂/∂η of the Bernoulli's is p (1 − p) (η − η′).
  const sigma = variable("σ", [], [1 + 1e-7]);
  const eta = variable("η", [], [1 + 1e-7]);
  const ofNormal = densities.normal(0, sigma).kl(densities.normal(0, 1));
  const ofBernoulli = densities.bernoulli(eta).kl(densities.bernoulli(1));
  const [toSigma] = grad(ofNormal, [sigma]);
  const [toEta] = grad(ofBernoulli, [eta]);
  const found = valuesOf({ toSigma, toEta });
  expect(found.toSigma[0] / 2e-7).toBeCloseTo(1, 6);
  const p = 1 / (1 + Math.exp(-1));
  expect(found.toEta[0] / (p * (1 - p) * 1e-7)).toBeCloseTo(1, 6);
});
