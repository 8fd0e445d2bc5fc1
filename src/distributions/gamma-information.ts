import {
  add,
  deviance,
  divide,
  type FloatExpression,
  log,
  multiply,
  type Operand,
  stirlingError,
  subtract,
} from "../graph/index.ts";
import { halfLogTwoPi } from "./normal.ts";

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
 * @param m αβ′/β for the rates β and β′; default α, for equal rates
 */
export function gammaDivergence(alpha: Operand, other: Operand, m: Operand = alpha): FloatExpression {
  const slope = subtract(stirlingError(alpha, 1), divide(0.5, alpha)); // ψ(α) − log α
  const errors = subtract(stirlingError(other), stirlingError(alpha));
  const roots = multiply(log(divide(alpha, other)), 0.5);
  return add(deviance(other, m), add(add(roots, multiply(subtract(alpha, other), slope)), errors));
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
