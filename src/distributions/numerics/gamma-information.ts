import {
  abs,
  add,
  deviance,
  divide,
  type FloatExpression,
  less,
  log,
  multiply,
  type Operand,
  reshape,
  stirlingError,
  subtract,
} from "../../graph/index.ts";
import { halfLogTwoPi } from "../continuous/normal.ts";
import { bregman, itakuraSaito } from "./divergence-terms.ts";

// Entropies and divergences of Gamma, Beta and Dirichlet densities, with Stirling's formula in the place of log Γ and ψ:
// where the parameters are large, these nearly cancel; the formula has them cancel by hand.

/** The entropy of a Gamma density of rate 1: α + log Γ(α) + (1 − α) ψ(α). */
export function gammaEntropy(alpha: Operand): FloatExpression {
  const errors = add(stirlingError(alpha), multiply(subtract(1, alpha), stirlingError(alpha, 1)));
  const rest = subtract(multiply(log(alpha), 0.5), divide(0.5, alpha));
  return add(add(rest, errors), halfLogTwoPi + 0.5);
}

/**
 * The divergence of two Gamma densities of shapes α and α′, (α − α′) ψ(α) + log Γ(α′) − log Γ(α) + α′ log(α/m) + m − α.
 *
 * @param m αβ′/β for the rates β and β′
 */
export function gammaDivergence(
  alpha: FloatExpression,
  other: FloatExpression,
  m: FloatExpression,
): FloatExpression {
  return add(deviance(other, m), factorialDivergence(alpha, other));
}

/**
 * The divergence of two Dirichlet densities: that of Gamma densities with shapes α and α′ and rates of one ratio, less what
 * belongs to the sums.
 *
 * @param total sums over the parts, from [..., parts] to [...]
 */
export function dirichletDivergence(
  alpha: FloatExpression,
  other: FloatExpression,
  total: (x: FloatExpression) => FloatExpression,
): FloatExpression {
  const [whole, otherWhole] = [total(alpha), total(other)];
  const ratio = divide(otherWhole, whole);
  const perPart = reshape(ratio, [...ratio.shape, 1]);
  const parts = total(gammaDivergence(alpha, other, multiply(alpha, perPart)));
  return subtract(parts, factorialDivergence(whole, otherWhole));
}

/** log Γ(α′) − log Γ(α) − (α′ − α) ψ(α), but for α′ log(α′/α) − α′ + α, which is taken together with the rates. */
function factorialDivergence(alpha: FloatExpression, other: FloatExpression): FloatExpression {
  const isNear = less(abs(subtract(other, alpha)), multiply(alpha, 0.5));
  const ofErrors = bregman(
    (x) => stirlingError(x),
    (x) => stirlingError(x, 1),
    alpha,
    other,
    isNear,
  );
  return add(multiply(itakuraSaito(other, alpha), 0.5), ofErrors);
}

/**
 * The entropy of a Dirichlet density, log B(α) + (Σα − K) ψ(Σα) − Σ (α − 1) ψ(α).
 *
 * @param parts Σ `gammaEntropy`(α)
 * @param whole Σα
 * @param count K
 */
export function dirichletEntropy(
  parts: FloatExpression,
  whole: FloatExpression,
  count: number,
): FloatExpression {
  const slope = subtract(stirlingError(whole, 1), divide(0.5, whole));
  const errors = subtract(multiply(subtract(whole, count), slope), stirlingError(whole));
  return subtract(add(parts, errors), add(multiply(log(whole), count - 0.5), halfLogTwoPi));
}
