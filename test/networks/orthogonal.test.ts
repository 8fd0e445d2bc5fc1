import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { orthogonal } from "../../src/networks/index.ts";
import { reflectedVectors } from "../../src/networks/layers/reflected-vectors.ts";
import { createGenerator } from "../../src/random/index.ts";

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

describe("vectors by reflections", () => {
  // Four vectors and two reflections at a time: all remainders.
  it.each([
    [1, 1],
    [1, 7],
    [5, 5],
    [15, 17],
    [16, 16],
    [17, 33],
    [30, 257],
    [64, 64],
    [67, 301],
  ])("%i of %i numbers are orthonormal", (count, length) => {
    const vectors = reflectedVectors(count, length, createGenerator(1));
    expect(vectors.length).toBe(count);
    vectors.forEach((vector, i) => {
      expect(vector.length).toBe(length);
      for (let j = 0; j <= i; j++) {
        expect(Math.abs(dot(vector, vectors[j]) - (i === j ? 1 : 0))).toBeLessThan(2e-14);
      }
    });
  });

  it("have no preferred direction: moments of the trace, of elements and of the determinant", () => {
    // For Haar's distribution on O(3): E tr = 0, E tr² = 1, E q⁴ = 3/(3 · 5), E q₀₀² q₁₁² = 2/15, E det = 0. The bounds are
    // 4.5 standard errors: a false alarm in 1 of 30,000 generators for all five, and the seed is fixed.
    const generator = createGenerator(7);
    const runs = 20_000;
    const sums = [0, 0, 0, 0, 0];
    const squares = [0, 0, 0, 0, 0];
    for (let run = 0; run < runs; run++) {
      const [a, b, c] = reflectedVectors(3, 3, generator);
      const trace = a[0] + b[1] + c[2];
      const determinant =
        a[0] * (b[1] * c[2] - b[2] * c[1]) -
        a[1] * (b[0] * c[2] - b[2] * c[0]) +
        a[2] * (b[0] * c[1] - b[1] * c[0]);
      [trace, trace ** 2, c[0] ** 4, a[0] ** 2 * b[1] ** 2, determinant].forEach((value, i) => {
        sums[i] += value / runs;
        squares[i] += value ** 2 / runs;
      });
    }
    [0, 1, 3 / 15, 2 / 15, 0].forEach((expected, i) => {
      const standardError = Math.sqrt((squares[i] - sums[i] ** 2) / runs);
      expect(Math.abs(sums[i] - expected)).toBeLessThan(4.5 * standardError);
    });
  });
});

describe("orthogonal weights of wide layers", () => {
  it.each([
    [1100, 600],
    [600, 1100],
  ])("%i → %i have orthonormal columns or rows, times the gain", (inputs, outputs) => {
    const weights = orthogonal(inputs, outputs, createGenerator(3), 2);
    const short = Math.min(inputs, outputs);
    const vector = (i: number) =>
      outputs <= inputs
        ? Float64Array.from({ length: inputs }, (_, row) => weights[row * outputs + i])
        : weights.subarray(i * outputs, (i + 1) * outputs);
    for (const i of [0, 1, 17, 300, short - 1]) {
      for (const j of [0, 16, 299, short - 1]) {
        expect(Math.abs(dot(vector(i), vector(j)) - (i === j ? 4 : 0))).toBeLessThan(1e-5);
      }
    }
  });

  it("have the same bits on every machine, which up to 512 → 512 are those of earlier versions", () => {
    const digest = (inputs: number, outputs: number) =>
      createHash("sha256")
        .update(new Uint8Array(orthogonal(inputs, outputs, createGenerator(11)).buffer))
        .digest("hex")
        .slice(0, 16);
    expect([digest(100, 40), digest(1200, 400)]).toEqual(["0ef31bff6e07fdd7", "81856106235165ca"]);
  });
});
