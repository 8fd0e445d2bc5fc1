import { describe, expect, it } from "vitest";
import { deviance } from "../../src/math/index.ts";
import {
  createGenerator,
  drawBinomial,
  drawLogGamma,
  drawPoisson,
  drawStandardGamma,
  drawTruncatedNormal,
  drawVonMises,
  type Generator,
} from "../../src/random/index.ts";

/** Numbers that no parameter expects, and those at the ends of its range. */
const strange = [
  Number.NaN, Infinity, -Infinity, 0, -0, -1, -1e-300, 5e-324, 1e-300, 1e-8, 0.5, 1, 3, 1e8, 1e17, 1e154, 1e200, 1.79e308,
]; // biome-ignore format: one list

const samplers: Record<string, [arity: number, draw: (generator: Generator, ...p: number[]) => number]> = {
  drawVonMises: [1, drawVonMises],
  drawStandardGamma: [1, drawStandardGamma],
  drawLogGamma: [1, drawLogGamma],
  drawPoisson: [1, drawPoisson],
  drawBinomial: [2, (generator, trials, p) => drawBinomial(generator, trials, p)],
  drawTruncatedNormal: [4, drawTruncatedNormal],
};

function* choices(arity: number): Iterable<number[]> {
  if (arity === 0) return yield [];
  for (const rest of choices(arity - 1)) for (const value of strange) yield [value, ...rest];
}

describe("a draw ends with a number or with an error that names an argument, whatever its parameters are", () => {
  it.each(Object.entries(samplers))("%s", (name, [arity, draw]) => {
    const generator = createGenerator(1);
    const message = new RegExp(`^${name}: \\w+ is .*; .*must`);
    let drawn = 0;
    let refused = 0;
    for (const parameters of choices(arity)) {
      try {
        const value = draw(generator, ...parameters);
        if (Number.isNaN(value)) expect.fail(`${name}(${parameters}) is NaN`);
        if (arity === 4) {
          const isBetween = value >= parameters[2] && value <= parameters[3];
          if (!isBetween) expect.fail(`${name}(${parameters}) is ${value}`);
        }
        drawn++;
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        if (!message.test(error.message)) expect.fail(error.message);
        refused++;
      }
    }
    expect(drawn).toBeGreaterThan(5);
    expect(refused).toBeGreaterThan(3);
  });
});

it("a truncated normal far in a tail is an exponential beyond the nearer bound", () => {
  // At a distance of a standard deviations the tail falls like exp(−a t): its mean is 1/a but for 1/a³.
  const generator = createGenerator(2);
  for (const [mean, low, high, bound] of [
    [-1e20, 0, 1, 0],
    [1e20, 0, 1, 1],
    [-1e200, 1e-30, Infinity, 1e-30],
  ]) {
    expect(drawTruncatedNormal(generator, mean, 1, low, high)).toBeCloseTo(bound, 15);
  }
  const count = 4000;
  let total = 0;
  for (let i = 0; i < count; i++) total += drawTruncatedNormal(generator, -1e9, 1, 0, 1);
  // 4.9 standard errors: a false alarm in a million.
  expect(Math.abs((total / count) * 1e9 - 1)).toBeLessThan(4.9 / Math.sqrt(count));
});

it("a concentrated von Mises draw is normal with variance 1/κ, however large κ is", () => {
  const generator = createGenerator(3);
  for (const concentration of [1e6, 1e15, 1e18, 1e100, 1e300]) {
    const count = 4000;
    let squares = 0;
    for (let i = 0; i < count; i++) squares += concentration * drawVonMises(generator, concentration) ** 2;
    // A mean of χ² draws of variance 2, within 4.9 standard errors.
    expect(Math.abs(squares / count - 1)).toBeLessThan(4.9 * Math.sqrt(2 / count));
  }
});

it("deviance ends, and is right, where sums and products of its arguments overflow", () => {
  expect(deviance(1.5e308, 1.5e308)).toBe(0);
  // mpmath, 50 digits: x log(x/m) − x + m
  expect(deviance(1.7e308, 1.6e308) / 3.06185708793923e305).toBeCloseTo(1, 13);
  expect(deviance(1e-300, 1e300)).toBe(1e300);
});

it("a binomial draw refuses two probabilities that are both above a half", () => {
  expect(() => drawBinomial(createGenerator(1), 10, 0.6, 0.6)).toThrow("their sum must be 1");
});
