import { describe, expect, it } from "vitest";
import type { Density } from "../../src/distributions/index.ts";
import * as densities from "../../src/distributions/index.ts";
import { tensor, valuesOf } from "./evaluate.ts";

describe("the mode of a density that is highest at an end of its support is that end", () => {
  const vector = (...entries: number[]) => tensor(entries);
  it.each<[string, Density, number[]]>([
    ["dirichlet(.3, .6)", densities.dirichlet(vector(0.3, 0.6)), [0, 1]],
    ["dirichlet(.3, .6, .2)", densities.dirichlet(vector(0.3, 0.6, 0.2)), [0, 1, 0]],
    ["dirichlet(.5, .5)", densities.dirichlet(vector(0.5, 0.5)), [1, 0]],
    ["dirichlet(1, .5)", densities.dirichlet(vector(1, 0.5)), [1, 0]],
    ["dirichlet(1, 1)", densities.dirichlet(vector(1, 1)), [0.5, 0.5]],
    ["dirichlet(.5, 3, 2)", densities.dirichlet(vector(0.5, 3, 2)), [0, 2 / 3, 1 / 3]],
    ["dirichlet(.5, .5, 1.5)", densities.dirichlet(vector(0.5, 0.5, 1.5)), [0, 0, 1]],
    ["beta(.5, .5)", densities.beta(0.5, 0.5), [1]],
    ["beta(.3, .6)", densities.beta(0.3, 0.6), [0]],
    ["beta(.6, .3)", densities.beta(0.6, 0.3), [1]],
    ["beta(1, 1)", densities.beta(1, 1), [0.5]],
    ["beta(1, .5)", densities.beta(1, 0.5), [1]],
    ["beta(.5, 1)", densities.beta(0.5, 1), [0]],
    ["beta(.5, 3)", densities.beta(0.5, 3), [0]],
    ["beta(3, .5)", densities.beta(3, 0.5), [1]],
    ["beta(1, 3)", densities.beta(1, 3), [0]],
    ["beta(3, 1)", densities.beta(3, 1), [1]],
    ["kumaraswamy(.5, .5)", densities.kumaraswamy(0.5, 0.5), [1]],
    ["kumaraswamy(.3, .6)", densities.kumaraswamy(0.3, 0.6), [0]],
    ["kumaraswamy(.6, .3)", densities.kumaraswamy(0.6, 0.3), [1]],
    ["kumaraswamy(1, 1)", densities.kumaraswamy(1, 1), [0.5]],
    ["kumaraswamy(.5, 3)", densities.kumaraswamy(0.5, 3), [0]],
    ["kumaraswamy(3, .5)", densities.kumaraswamy(3, 0.5), [1]],
    ["kumaraswamy(3, 1)", densities.kumaraswamy(3, 1), [1]],
    ["kumaraswamy(1e200, 1e200)", densities.kumaraswamy(1e200, 1e200), [1]],
    ["gamma(.5, 2)", densities.gamma(0.5, 2), [0]],
    ["exponential(2)", densities.exponential(2), [0]],
    ["vonMises(10, 1), an angle from −π to π", densities.vonMises(10, 1), [10 - 4 * Math.PI]],
    ["binomial(1e15, 34.5)", densities.binomial(1e15, 34.5), [1e15 - 1]],
    ["uniform(1e308, 1.2e308)", densities.uniform(1e308, 1.2e308), [1.1e308]],
  ])("%s", (_, density, expected) => {
    valuesOf({ mode: density.mode() }).mode.forEach((each, i) => {
      expect(Math.abs(each - expected[i])).toBeLessThanOrEqual(1e-14 * Math.abs(expected[i]));
    });
  });
});
