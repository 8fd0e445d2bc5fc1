import { gaussLegendre } from "./gauss-legendre.ts";

/** The nodes that Kronrod adds to Gauss and Legendre's seven, and the weights of all, from the outside to the middle. */
const added = [0.9914553711208126, 0.8648644233597691, 0.5860872354676911, 0.20778495500789848];
const halfOfWeights = [
  0.022935322010529224, 0.06309209262997856, 0.10479001032225019, 0.14065325971552592, 0.1690047266392679,
  0.19035057806478542, 0.20443294007529889, 0.20948214108472782,
];

/** Gauss and Kronrod's rule with 15 nodes on [−1, 1], with the two ends beside them. */
export interface GaussKronrod {
  /** −1, the nodes, and 1. */
  readonly points: readonly number[];
  /** Kronrod's weights, exact for polynomials of degree 22; 0 at the ends. */
  readonly weights: readonly number[];
  /**
   * Sums over the points that are 0 for a polynomial of degree 13, and otherwise estimate the error of the integral: Kronrod's rule
   * less Gauss and Legendre's with 7 of the nodes; and for each end what lies between it and the nearest node, as
   * the value there is not the one to which the polynomial through the nodes goes on.
   */
  readonly checks: readonly (readonly number[])[];
  /** The derivative at point i of the polynomial through the nodes is Σ_j slopes[i][j] value_j. */
  readonly slopes: readonly (readonly number[])[];
}

/**
 * Source: A. S. Kronrod, “Nodes and weights of quadrature formulas” (1965); the numbers as R. Piessens et al. have them in
 * QUADPACK (1983), qk15.
 */
export function gaussKronrod(): GaussKronrod {
  const gauss = gaussLegendre(7);
  const nodes = Array.from({ length: 15 }, (_, i) => {
    if (i % 2 === 1) return 2 * gauss.nodes[(i - 1) / 2] - 1;
    return i < 7 ? -added[i / 2] : added[(14 - i) / 2];
  });
  const atNodes = (of: (i: number) => number) => [0, ...nodes.map((_, i) => of(i)), 0];
  const weights = atNodes((i) => halfOfWeights[Math.min(i, 14 - i)]);
  const basis = lagrangeBasis(nodes);
  const gap = 1 + nodes[0];
  const beyond = basis.values(1);
  return {
    points: [-1, ...nodes, 1],
    weights,
    checks: [
      atNodes((i) => halfOfWeights[Math.min(i, 14 - i)] - (i % 2 === 1 ? 2 * gauss.weights[(i - 1) / 2] : 0)),
      [gap, ...beyond.map((value) => -gap * value).reverse(), 0],
      [0, ...beyond.map((value) => -gap * value), gap],
    ],
    slopes: [-1, ...nodes, 1].map((point) => [0, ...basis.slopes(point), 0]),
  };
}

/** The polynomials that are 1 at one of the nodes and 0 at the others: their values and slopes at a point. */
function lagrangeBasis(nodes: readonly number[]) {
  const others = (j: number) => nodes.filter((_, k) => k !== j);
  const product = (numbers: readonly number[]) => numbers.reduce((all, each) => all * each, 1);
  const scales = nodes.map((node, j) => 1 / product(others(j).map((other) => node - other)));
  return {
    values: (x: number) => nodes.map((_, j) => scales[j] * product(others(j).map((other) => x - other))),
    slopes: (x: number) =>
      nodes.map((_, j) => {
        const factors = others(j).map((other) => x - other);
        const terms = factors.map((_, k) => product(factors.filter((_, m) => m !== k)));
        return scales[j] * terms.reduce((sum, term) => sum + term, 0);
      }),
  };
}
