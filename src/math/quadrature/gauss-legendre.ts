import { cos } from "../elementary/cos.ts";

/**
 * The Gauss–Legendre rule on [0, 1]: ∫₀¹ g(x) dx = Σ weights[i] g(nodes[i]), exact for polynomials of degree 2 · count − 1.
 * The same bits on every JavaScript engine.
 *
 * Method: the zeros of the Legendre polynomial by Newton's iteration.
 */
export function gaussLegendre(count: number): {
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
} {
  const nodes: number[] = [];
  const weights: number[] = [];
  for (let i = 0; i < count; i++) {
    let x = cos((Math.PI * (i + 0.75)) / (count + 0.5));
    let slope = 0;
    for (let iteration = 0; iteration < 8; iteration++) {
      // k P_k = (2k − 1) x P_{k−1} − (k − 1) P_{k−2}
      let [before, polynomial] = [1, x];
      for (let k = 2; k <= count; k++) {
        [before, polynomial] = [polynomial, ((2 * k - 1) * x * polynomial - (k - 1) * before) / k];
      }
      slope = (count * (x * polynomial - before)) / (x * x - 1);
      x -= polynomial / slope;
    }
    nodes.push((1 - x) / 2);
    weights.push(1 / ((1 - x * x) * slope * slope));
  }
  return { nodes, weights };
}
