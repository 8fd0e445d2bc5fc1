import {
  add,
  divide,
  type Expression,
  equal,
  type FloatExpression,
  less,
  log,
  maximum,
  multiply,
  reshape,
  select,
  slice,
  sqrt,
  square,
  subtract,
} from "../../graph/index.ts";

/**
 * Proposals for each draw. One is refused with a probability of 0.048 at most, so that all of them are once in 10¹⁰ draws;
 * then the last one is taken.
 */
const proposals = 8;

/** Normal numbers for a proposal: one that it is made of, and two whose squares decide on it. */
const perProposal = 3;

/** Standard normal numbers that one draw takes. */
export const noisePerDraw = proposals * perProposal;

/**
 * Logarithms of draws from Gamma densities of rate 1 (Marsaglia and Tsang 2000), as a fixed number of proposals, of which the
 * first that is accepted counts: a graph can do that, and so can the program in a policy's file, from nothing but normals.
 *
 * @param shape ≥ 1: [...batch]
 * @param noise standard normals: [noisePerDraw, ...batch]
 */
export function logGammaDraws(shape: FloatExpression, noise: Expression): FloatExpression {
  const batch = shape.shape;
  const part = (index: number) => slice(noise, 0, index * proposals, (index + 1) * proposals);
  const [normal, first, second] = [part(0), part(1), part(2)];
  const d = subtract(shape, 1 / 3);
  const t = divide(normal, sqrt(multiply(d, 9)));
  // v = (1 + t)³, where 1 + t > 0
  const isPositive = less(-1, t);
  const logRoot = logOnePlus(select(isPositive, t, 0));
  // Accepted if log U < x²/2 + d (1 − v + log v), with − log U as half the sum of two squares.
  const oneLessV = multiply(t, add(3, multiply(t, add(3, t))));
  const surplus = multiply(d, subtract(multiply(logRoot, 3), oneLessV));
  const chance = multiply(add(square(normal), add(square(first), square(second))), 0.5);
  const accepted = multiply(isPositive, less(0, add(chance, surplus)));

  let chosen = { accepted, logRoot };
  for (let count = proposals; count > 1; count /= 2) {
    const half = (x: FloatExpression, end: number) => slice(x, 0, (end * count) / 2, ((end + 1) * count) / 2);
    const [left, right] = [0, 1].map((end) => ({
      accepted: half(chosen.accepted, end) as FloatExpression,
      logRoot: half(chosen.logRoot, end) as FloatExpression,
    }));
    chosen = {
      accepted: maximum(left.accepted, right.accepted),
      logRoot: select(left.accepted, left.logRoot, right.logRoot),
    };
  }
  return add(log(d), multiply(reshape(chosen.logRoot, batch), 3));
}

/** log (1 + t), accurate near 0, of operations that policies act with: the rounding of 1 + t cancels (Kahan). */
function logOnePlus(t: FloatExpression): FloatExpression {
  const rounded = add(1, t);
  const isOne = equal(rounded, 1);
  return select(isOne, t, multiply(log(rounded), divide(t, select(isOne, 1, subtract(rounded, 1)))));
}
