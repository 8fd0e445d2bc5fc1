import {
  abs,
  add,
  constant,
  divide,
  exp,
  expm1,
  type FloatExpression,
  less,
  log,
  log1p,
  maximum,
  multiply,
  negate,
  type Operand,
  reciprocal,
  reshape,
  select,
  sigmoid,
  softplus,
  square,
  subtract,
  sum,
} from "../../graph/index.ts";
import { gaussLegendre } from "../../math/quadrature/gauss-legendre.ts";
import { inPrecision, smallestNumber } from "./precision.ts";

// Divergences of nearby densities are small beside the terms of their usual forms, which cancel to less than nothing. Here
// are their parts, each of which is 0 or above and keeps its digits.
// Each branch of a select is fed with what it can take, since a NaN or ∞ in the branch not chosen would spoil gradients.

/** Σ coefficient[i] xⁱ. */
export function polynomial(coefficients: readonly number[], x: FloatExpression): FloatExpression {
  return coefficients.reduceRight((sum, each) => add(multiply(sum, x), each), constant(0) as FloatExpression);
}

/** 1/3, 1/5, …, those of atanh(s)/s³. */
const ofAtanh: readonly number[] = /* @__PURE__ */ Array.from({ length: 11 }, (_, k) => 1 / (2 * k + 3));

/** (x − log(1 + x))/x² for |x| < ¼: with s = x/(2 + x), log(1 + x) is 2 atanh s and x − 2 s is x s. */
function logExcess(x: FloatExpression): FloatExpression {
  const inverse = reciprocal(add(x, 2));
  const s = multiply(x, inverse);
  const rest = multiply(multiply(polynomial(ofAtanh, square(s)), multiply(s, 2)), square(inverse));
  return subtract(inverse, rest);
}

/** x/y − 1 − log(x/y) for x, y > 0, the divergence of Itakura and Saito. */
export function itakuraSaito(x: Operand, y: Operand): FloatExpression {
  const change = divide(subtract(x, y), y);
  const isNear = less(abs(change), 0.25);
  const near = select(isNear, change, 0);
  const far = subtract(change, subtract(log(x), log(y)));
  return select(isNear, multiply(square(near), logExcess(near)), far);
}

const inverseFactorials: readonly number[] = /* @__PURE__ */ (() => {
  let factorial = 1;
  return Array.from({ length: 14 }, (_, k) => {
    factorial *= k + 2;
    return 1 / factorial;
  });
})();

/** eˣ − 1 − x. */
export function expExcess(x: FloatExpression): FloatExpression {
  const isNear = less(abs(x), 1);
  const near = select(isNear, x, 0);
  const far = subtract(expm1(select(isNear, 1, x)), x);
  return select(isNear, multiply(square(near), polynomial(inverseFactorials, near)), far);
}

/** The same where |x − y| < 1, else the form of sums, for x = log p and y = log q: q − p − p log(q/p), summed over categories. */
export function categoricalDivergence(logP: FloatExpression, logQ: FloatExpression): FloatExpression {
  const apart = subtract(logQ, logP);
  const isNear = less(abs(apart), 1);
  const p = exp(logP);
  const far = subtract(subtract(exp(logQ), p), multiply(p, apart));
  return sum(select(isNear, multiply(p, expExcess(select(isNear, apart, 0))), far), { axis: -1 });
}

/** Whether two logits are so near that their usual divergence cancels, and the divergence per p or 1 − p, the smaller. */
function nearLogits(eta: FloatExpression, other: FloatExpression) {
  const towards = select(less(0, eta), subtract(eta, other), subtract(other, eta));
  const isNear = less(abs(towards), 1);
  const change = select(isNear, towards, 0);
  const rarer = sigmoid(negate(abs(eta)));
  // log(1 + r (eᵈ − 1)) − r d, with log(1 + u) as u − (u − log(1 + u)).
  const growth = expm1(change);
  const u = multiply(rarer, growth);
  const isSmall = less(abs(u), 0.25);
  const large = select(isSmall, 1, u);
  const ofLarge = divide(subtract(large, log1p(large)), square(large));
  const excess = select(isSmall, logExcess(select(isSmall, u, 0)), ofLarge);
  const each = subtract(expExcess(change), multiply(multiply(rarer, square(growth)), excess));
  return { isNear, rarer, each, towards };
}

/** The divergence of two Bernoulli densities of these logits. */
export function bernoulliDivergence(eta: FloatExpression, other: FloatExpression): FloatExpression {
  const { isNear, rarer, each } = nearLogits(eta, other);
  const far = add(
    multiply(sigmoid(eta), subtract(softplus(negate(other)), softplus(negate(eta)))),
    multiply(sigmoid(negate(eta)), subtract(softplus(other), softplus(eta))),
  );
  return select(isNear, multiply(rarer, each), far);
}

/** The divergence of two geometric densities: that of the Bernoulli densities, over p, the reciprocal number of trials. */
export function geometricDivergence(eta: FloatExpression, other: FloatExpression): FloatExpression {
  const { isNear, rarer, each, towards } = nearLogits(eta, other);
  const isLikely = less(0, eta);
  const odds = exp(negate(maximum(eta, 0)));
  // p above ½: the usual form, with the odds (1 − p)/p.
  const ofLikely = add(
    multiply(odds, subtract(softplus(other), softplus(eta))),
    subtract(softplus(negate(other)), softplus(negate(eta))),
  );
  // p up to ½, also too small for a number: log(1 + p (eᵈ − 1))/p − d.
  const isHuge = less(inPrecision(700, 80), towards);
  const growth = expm1(select(isHuge, 1, towards));
  const u = multiply(rarer, growth);
  const isTiny = less(abs(u), inPrecision(1e-17, 1e-9));
  const quotient = select(isTiny, growth, divide(log1p(u), maximum(rarer, smallestNumber())));
  const ofHuge = divide(subtract(softplus(other), softplus(eta)), maximum(rarer, smallestNumber()));
  const ofRare = subtract(select(isHuge, ofHuge, quotient), towards);
  return select(isNear, multiply(odds, each), select(isLikely, ofLikely, ofRare));
}

let rule: ReturnType<typeof gaussLegendre> | undefined;

/**
 * F(y) − F(x) − (y − x) F′(x) of a convex function, Bregman's divergence: where x and y are near, as an integral of the
 * differences of F′.
 *
 * @param isNear where F′ is smooth between x and y, by the measure of their distance
 */
export function bregman(
  f: (x: FloatExpression) => FloatExpression,
  slope: (x: FloatExpression) => FloatExpression,
  x: FloatExpression,
  y: FloatExpression,
  isNear: FloatExpression,
): FloatExpression {
  const change = subtract(y, x);
  const near = select(isNear, change, 0);
  const perNode = (each: FloatExpression) => reshape(each, [...each.shape, 1]);
  rule ??= gaussLegendre(16);
  const nodes = constant(rule.nodes, [rule.nodes.length]);
  const weights = constant(rule.weights, [rule.weights.length]);
  const slopes = subtract(slope(add(perNode(x), multiply(perNode(near), nodes))), perNode(slope(x)));
  const integral = multiply(near, sum(multiply(slopes, weights), { axis: -1 }));
  const far = subtract(subtract(f(y), f(x)), multiply(change, slope(x)));
  return select(isNear, integral, far);
}
