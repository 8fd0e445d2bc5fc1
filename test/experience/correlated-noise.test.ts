import { describe, expect, test } from "vitest";
import { correlatedNoise } from "../../src/experience/index.ts";
import { createGenerator } from "../../src/random/index.ts";

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe("correlatedNoise", () => {
  test("each element is a standard normal number whose correlation with itself k actions later is ρᵏ, and with others 0", () => {
    const correlation = 0.8;
    const steps = 40_000;
    const noise = correlatedNoise(createGenerator(1), correlation, 2);
    const drawn = Array.from({ length: 2 * steps }, () => noise.normal());
    const [first, second] = [0, 1].map((i) => drawn.filter((_, index) => index % 2 === i));
    const product = (a: readonly number[], b: readonly number[], lag: number) =>
      mean(a.slice(0, steps - lag).map((value, i) => value * b[i + lag]));
    // A mean of products of such numbers has a variance of at most 2 (1 + ρ²) / (1 − ρ²) / steps; 5 deviations of it are a false
    // alarm in a million.
    const bound = 5 * Math.sqrt((2 * (1 + correlation ** 2)) / (1 - correlation ** 2) / steps);
    for (const lag of [0, 1, 2, 5]) {
      for (const element of [first, second]) {
        expect(Math.abs(product(element, element, lag) - correlation ** lag)).toBeLessThan(bound);
      }
      expect(Math.abs(product(first, second, lag))).toBeLessThan(bound);
    }
    const ofMean = 5 * Math.sqrt((1 + correlation) / (1 - correlation) / steps);
    expect(Math.abs(mean(first))).toBeLessThan(ofMean);
    expect(Math.abs(mean(second))).toBeLessThan(ofMean);
  });

  test("goes on from a saved state as it would have", () => {
    const noise = correlatedNoise(createGenerator(1), 0.9, 3);
    for (let i = 0; i < 6; i++) noise.normal();
    const saved = noise.save();
    const draw = (from: typeof noise) => Array.from({ length: 9 }, () => from.normal());
    const rest = draw(noise);
    const other = correlatedNoise(createGenerator(2), 0.9, 3);
    other.restore(saved);
    expect(draw(other)).toEqual(rest);
  });
});
