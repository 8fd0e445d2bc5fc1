import { describe, expect, it } from "vitest";
import { gaussLegendre } from "../../src/math/quadrature/gauss-legendre.ts";

describe("the Gauss–Legendre rule", () => {
  it.each([1, 2, 5, 32])("of %d nodes is exact for polynomials of degree 2n − 1, and not of 2n", (count) => {
    const { nodes, weights } = gaussLegendre(count);
    const integral = (power: number) => nodes.reduce((sum, x, i) => sum + weights[i] * x ** power, 0);
    for (let power = 0; power < 2 * count; power++) {
      expect(Math.abs(integral(power) * (power + 1) - 1)).toBeLessThan(1e-14);
    }
    // (n!)⁴ / ((2n + 1) (2n)!²) is left out, which is below rounding for many nodes.
    if (count < 10) expect(Math.abs(integral(2 * count) * (2 * count + 1) - 1)).toBeGreaterThan(1e-6);
  });
});
