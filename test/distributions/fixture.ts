import { expect } from "vitest";
import type { Density } from "../../src/distributions/index.ts";
import { grad, sum, toInt, variable } from "../../src/graph/index.ts";
import { builders } from "./build.ts";
import { flatten, type Nested, shapeOf, tensor, valuesOf } from "./evaluate.ts";

export interface FixtureCase {
  readonly density: string;
  readonly parameters: Readonly<Record<string, Nested>>;
  readonly other?: Readonly<Record<string, Nested>>;
  readonly values: readonly Nested[];
  readonly logProb: readonly number[];
  readonly score: Readonly<Record<string, readonly Nested[]>>;
  readonly entropy?: number | null;
  readonly kl?: number | null;
  readonly mean?: Nested | null;
  readonly variance?: Nested | null;
}

/** Fails unless each entry is within a relative error of what is expected (absolute below `floor`). */
export function expectRelative(
  what: string,
  actual: readonly number[],
  expected: Nested,
  tolerance: number,
  floor = 1e-3,
): void {
  const list = flatten(expected);
  expect(actual.length, what).toBe(list.length);
  actual.forEach((value, i) => {
    const error = Math.abs(value - list[i]) / Math.max(Math.abs(list[i]), floor);
    expect(error, `${what}[${i}]: ${value}, not ${list[i]}`).toBeLessThan(tolerance);
  });
}

const constantsOf = (parameters: FixtureCase["parameters"]) =>
  Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key, tensor(value)]));

export const densityOf = ({ density, parameters }: FixtureCase): Density =>
  builders[density](constantsOf(parameters));

/** The log-densities of a case, and the score at each of its values. */
export function logProbAndScores({ density, parameters, values, score }: FixtureCase) {
  const count = values.length;
  // One density per value, so that each has a gradient of its own.
  const repeated = Object.fromEntries(
    Object.entries(parameters).map(([key, value]) => {
      const list = flatten(value);
      if (!(key in score)) return [key, tensor(value)];
      const all = Array.from({ length: count }, () => list).flat();
      return [key, variable(key, [count, ...shapeOf(value)], all)];
    }),
  );
  const made = builders[density](repeated);
  const points = tensor(values);
  const logProb = made.logProb(made.dtype === "int" ? toInt(points) : points);
  const names = Object.keys(score);
  const gradients = grad(
    sum(logProb),
    names.map((name) => repeated[name]),
  );
  const { logProb: logProbs, ...scores } = valuesOf({
    logProb,
    ...Object.fromEntries(names.map((name, i) => [name, gradients[i]])),
  });
  return { logProbs, scores: scores as Record<string, number[]> };
}

export function expectCase(fixture: FixtureCase, tolerance: number, floor?: number): void {
  const { logProbs, scores } = logProbAndScores(fixture);
  expectRelative("logProb", logProbs, fixture.logProb, tolerance, floor);
  for (const [name, list] of Object.entries(fixture.score)) {
    expectRelative(`score of ${name}`, scores[name], list, tolerance, floor);
  }
  const density = densityOf(fixture);
  for (const name of ["entropy", "mean", "variance"] as const) {
    const expected = fixture[name];
    if (expected === undefined || expected === null) continue;
    expectRelative(name, valuesOf({ value: density[name]() }).value, expected, tolerance, floor);
  }
  if (fixture.other && fixture.kl !== undefined && fixture.kl !== null) {
    const other = densityOf({ ...fixture, parameters: fixture.other });
    expectRelative("kl", valuesOf({ value: density.kl(other) }).value, fixture.kl, tolerance, floor);
  }
}
