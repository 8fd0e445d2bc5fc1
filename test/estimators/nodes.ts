import type { Terms } from "../../src/estimators/estimate.ts";
import type { Generator } from "../../src/random/index.ts";

/** Points and weights for ∫ g(x) dx from a to b, by Gauss and Legendre's rule in equal pieces of 20 points each. */
export function integrationNodes(a: number, b: number, pieces = 20) {
  const { points, weights } = legendre(20);
  const half = (b - a) / pieces / 2;
  const nodes: { x: number; weight: number }[] = [];
  for (let piece = 0; piece < pieces; piece++) {
    const middle = a + (2 * piece + 1) * half;
    points.forEach((point, i) => nodes.push({ x: middle + half * point, weight: half * weights[i] }));
  }
  return nodes;
}

function legendre(n: number) {
  const points: number[] = [];
  const weights: number[] = [];
  for (let i = 0; i < n; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let step = 0; step < 50; step++) {
      let [before, value] = [1, x];
      for (let k = 2; k <= n; k++)
        [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
      slope = (n * (x * value - before)) / (x * x - 1);
      x -= value / slope;
    }
    points.push(x);
    weights.push(2 / ((1 - x * x) * slope * slope));
  }
  return { points, weights };
}

/** A source of "random" numbers that gives prepared ones: uniforms and normals, one after another. */
export function prepared(uniforms: readonly number[], normals: readonly number[] = []): Generator {
  let u = 0;
  let n = 0;
  const random = () => uniforms[u++ % uniforms.length];
  const normal = () => normals[n++ % normals.length];
  const filling = (draw: () => number) => (array: Float64Array) =>
    array.forEach((_, i) => (array[i] = draw()));
  return {
    random,
    normal,
    fillUniform: filling(random),
    fillNormal: filling(normal),
  } as unknown as Generator;
}

/** Exact mean and variance of each entry of a term of the gradient, from terms drawn at nodes with these weights. */
export function momentsOf(terms: Terms, weights: readonly number[]) {
  terms.draw();
  if (terms.count !== weights.length) throw new Error(`${terms.count} terms for ${weights.length} nodes`);
  const size = terms.gradients.length / terms.count;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return Array.from({ length: size }, (_, i) => {
    let mean = 0;
    let square = 0;
    weights.forEach((weight, row) => {
      const term = terms.gradients[row * size + i];
      mean += (weight / total) * term;
      square += (weight / total) * term * term;
    });
    return { mean, variance: square - mean * mean };
  });
}
