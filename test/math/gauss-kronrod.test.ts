import { describe, expect, it } from "vitest";
import { gaussKronrod } from "../../src/math/quadrature/gauss-kronrod.ts";

describe("Gauss and Kronrod's rule of 15 nodes", () => {
  const { points, weights, checks, slopes } = gaussKronrod();
  const sum = (factors: readonly number[], f: (x: number) => number) =>
    factors.reduce((total, factor, i) => total + factor * f(points[i]), 0);

  it("is exact for polynomials of degree 23, and not of 24", () => {
    const missed = (power: number) =>
      sum(weights, (x) => x ** power) - (power % 2 === 0 ? 2 / (power + 1) : 0);
    for (let power = 0; power < 24; power++) expect(Math.abs(missed(power))).toBeLessThan(1e-15);
    expect(Math.abs(missed(24))).toBeGreaterThan(1e-9);
  });

  it("has checks that are 0 for polynomials of degree 13, and not for a step, wherever it is", () => {
    for (const check of checks) {
      for (let power = 0; power < 14; power++) {
        expect(Math.abs(sum(check, (x) => x ** power))).toBeLessThan(1e-15);
      }
    }
    for (let i = 0; i + 1 < points.length; i++) {
      const step = (points[i] + points[i + 1]) / 2;
      const found = Math.max(...checks.map((check) => Math.abs(sum(check, (x) => Number(x > step)))));
      expect(found).toBeGreaterThan(5e-3);
    }
  });

  it("has the slopes of the polynomial through the nodes", () => {
    points.forEach((point, i) => {
      for (let power = 1; power < 15; power++) {
        expect(sum(slopes[i], (x) => x ** power) / power).toBeCloseTo(point ** (power - 1), 12);
      }
    });
  });
});
