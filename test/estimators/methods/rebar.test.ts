import { describe, expect, it } from "vitest";
import {
  exactGradient,
  type Parameters,
  type Problem,
  rebar,
  relax,
  scoreFunction,
} from "../../../src/estimators/index.ts";
import { createGenerator } from "../../../src/random/index.ts";
import { choice, coin, coins } from "../problems.ts";

const problems = { coin: coin(0.7), coins, choice } as unknown as Record<string, Problem>;
const samples = 8000;
const flat = (numbers: object) => Object.values(numbers).flat() as number[];

describe("REBAR and RELAX", () => {
  for (const [name, problem] of Object.entries(problems)) {
    for (const [method, estimate] of Object.entries({ rebar, relax })) {
      it(`${method} is unbiased on ${name}, fitted or not (false alarm below 1e-6), and the fit lowers its variance`, () => {
        const exact = flat(exactGradient(problem).gradient);
        const [raw, fitted] = [0, 5000].map((fit) =>
          estimate<Parameters>(problem, { samples, fit, generator: createGenerator(7) }),
        );
        for (const { gradient, standardErrors } of [raw, fitted]) {
          flat(gradient).forEach((entry, i) =>
            expect(Math.abs(entry - exact[i])).toBeLessThan(5.6 * flat(standardErrors)[i]),
          );
        }
        const total = (numbers: object) => flat(numbers).reduce((sum, error) => sum + error ** 2, 0);
        expect(total(fitted.standardErrors)).toBeLessThan(total(raw.standardErrors));
        const plain = scoreFunction(problem, { samples, baseline: { kind: "none" } });
        // On the coin a quadratic between 0 and 1 does not lower the variance: the best η is 0.
        expect(total(fitted.standardErrors)).toBeLessThan(1.05 * total(plain.standardErrors));
        const perSample = method === "rebar" ? 3 : 1;
        expect(fitted.evaluations).toBe((samples + 5000) * perSample);
      });
    }
  }
});
