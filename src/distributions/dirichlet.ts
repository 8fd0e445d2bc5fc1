import {
  abs,
  add,
  argMax,
  deviance,
  divide,
  type Expression,
  equal,
  type FloatExpression,
  less,
  lessEqual,
  log,
  maximum,
  multiply,
  negate,
  oneHot,
  reshape,
  select,
  softmax,
  stirlingError,
  subtract,
  sum,
} from "../graph/index.ts";
import { drawLogGamma } from "../random/index.ts";
import { defineDensity } from "./define-density.ts";
import type { Density } from "./density.ts";
import { drawEach } from "./draw-each.ts";
import { dirichletEntropy, gammaDivergence, gammaEntropy } from "./gamma-information.ts";
import { implicitLogGamma } from "./implicit-gamma.ts";
import { parameter } from "./parameters.ts";

export interface Dirichlet extends Density {
  readonly name: "dirichlet";
  readonly parameters: { readonly concentration: FloatExpression };
}

/** How far from 1 the entries of a value may sum. */
export const simplexTolerance = 1e-6;

/**
 * The Dirichlet density of probability vectors: log p(x) = Σ (αᵢ − 1) log xᵢ + log Γ(Σ αᵢ) − Σ log Γ(αᵢ), for entries above
 * 0 that sum to 1 within 10⁻⁶.
 *
 * @param concentration α > 0: [...batch, categories]
 */
export function dirichlet(concentration: Expression): Dirichlet {
  const alpha = parameter("dirichlet", "concentration", concentration, "positive");
  const categories = alpha.shape.at(-1)!;
  const batchShape = alpha.shape.slice(0, -1);
  const total = (x: Expression) => sum(x, { axis: -1 });
  const withAxis = (x: Expression) => reshape(x, [...x.shape, 1]);
  const whole = total(alpha);
  const shares = divide(alpha, withAxis(whole));
  return defineDensity<Dirichlet>({
    batchShape,
    eventShape: [categories],
    discrete: false,
    dtype: "float",
    name: "dirichlet",
    parameters: { concentration: alpha },
    support: { kind: "simplex" },
    logProb: (values) => {
      const positive = less(0, values);
      const isInside = multiply(
        equal(total(positive), categories),
        lessEqual(abs(subtract(total(values), 1)), simplexTolerance),
      );
      const x = select(positive, values, 1);
      // The saddle-point form of the multinomial coefficient, and the powers that it lacks.
      const logs = log(multiply(alpha, 2 * Math.PI));
      const ofParts = add(
        add(stirlingError(alpha), multiply(logs, 0.5)),
        deviance(alpha, multiply(withAxis(whole), x)),
      );
      const ofWhole = add(stirlingError(whole), multiply(log(multiply(whole, 2 * Math.PI)), 0.5));
      const excess = multiply(whole, total(subtract(x, shares))); // 0 but for rounding
      const weights = subtract(total(subtract(log(alpha), log(x))), log(whole));
      const logProb = add(add(subtract(ofWhole, total(ofParts)), excess), weights);
      return select(isInside, logProb, -Infinity);
    },
    entropy: () => dirichletEntropy(total(gammaEntropy(alpha)), whole, categories),
    kl: ({ parameters: { concentration } }) =>
      subtract(total(gammaDivergence(alpha, concentration)), gammaDivergence(whole, total(concentration))),
    mean: () => shares,
    variance: () => divide(multiply(shares, subtract(1, shares)), withAxis(add(whole, 1))),
    mode: () => {
      // Where no entry is above 1, the corner of the smallest.
      const excess = maximum(subtract(alpha, 1), 0);
      const sumOfExcess = withAxis(total(excess));
      const hasExcess = less(0, sumOfExcess);
      const inside = divide(excess, select(hasExcess, sumOfExcess, 1));
      const corner = oneHot(argMax(negate(alpha)), categories);
      return select(hasExcess, inside, corner);
    },
    noise: drawEach("dirichlet", alpha.shape, [alpha], drawLogGamma),
    pathwise: true,
    // Gamma draws over their sum, from their logarithms.
    sample: (draws) => maximum(softmax(implicitLogGamma(draws, alpha)), 2 ** -1022),
  });
}
