import { describe, expect, it } from "vitest";
import { valuesOf } from "./evaluate.ts";
import { densityOf, expectRelative, type FixtureCase, logProbAndScores } from "./fixture.ts";
import mpmath from "./mpmath.json" with { type: "json" };

/** An ulp of 1. */
const epsilon = 2 ** -52;

describe("log-density and score keep their digits at extreme parameters and far in the tails", () => {
  const cases = mpmath.cases as unknown as (FixtureCase & { readonly parameters: Record<string, number> })[];
  it.each(cases.map((each) => [each.density, JSON.stringify(each.parameters), each] as const))(
    "%s %s",
    (_, __, fixture) => {
      const { logProbs, scores } = logProbAndScores(fixture);
      const names = Object.keys(fixture.score);
      logProbs.forEach((logProb, i) => {
        const expected = fixture.logProb[i];
        // Rounding a parameter by an ulp changes the log-density by ε |θ score|: no formula does better than some of these.
        const byParameters = names.map((name) =>
          Math.abs(fixture.parameters[name] * (fixture.score[name][i] as number)),
        );
        const scale = Math.max(1, Math.abs(expected)) + byParameters.reduce((a, b) => a + b, 0);
        const error = Math.abs(logProb - expected) / (epsilon * scale);
        expect(error, `logProb(${fixture.values[i]}): ${logProb}, not ${expected}`).toBeLessThan(12);
      });
      for (const name of names) {
        const list = fixture.score[name] as number[];
        // A score crosses 0, where its terms cancel: errors are relative to the largest of the case.
        const usual = Math.max(...list.map(Math.abs));
        scores[name].forEach((score, i) => {
          const error = Math.abs(score - list[i]) / usual;
          expect(error, `score of ${name}[${i}]: ${score}, not ${list[i]}`).toBeLessThan(2e-10);
        });
      }
    },
  );
});

describe("entropy, divergence and moments keep their digits where their terms nearly cancel", () => {
  const informations = mpmath.informations as unknown as FixtureCase[];
  it.each(informations.map((each) => [each.density, JSON.stringify(each.parameters), each] as const))(
    "%s %s",
    (_, __, fixture) => {
      const density = densityOf(fixture);
      const { entropy, kl, mean, variance } = fixture;
      if (entropy)
        expectRelative("entropy", valuesOf({ value: density.entropy() }).value, entropy, 1e-13, 1e-20);
      if (mean) expectRelative("mean", valuesOf({ value: density.mean() }).value, mean, 1e-13, 0);
      if (variance)
        expectRelative("variance", valuesOf({ value: density.variance() }).value, variance, 1e-13, 0);
      if (!kl) return;
      const other = densityOf({ ...fixture, parameters: fixture.other! });
      // A divergence of nearby densities is small beside what rounding their parameters by an ulp does.
      expectRelative("kl", valuesOf({ value: density.kl(other) }).value, kl, 1e-9, 1e-3);
    },
  );
});
