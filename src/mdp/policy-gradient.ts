import { knownOptions } from "../text/known-options.ts";
import { valueInText } from "../text/value-in-text.ts";
import { chainSolver } from "./chains/chain-solver.ts";
import type { PolicyEvaluation } from "./evaluate-policy.ts";
import { ofParameter, requireNoOverflow } from "./require-no-overflow.ts";

/** The three objectives: J₁, J_avV and J_avR (notes, section 2). */
export type Objective = "startValue" | "averageValue" | "averageReward";

export interface GradientOptions {
  /**
   * Whether states are weighted by γᵗ, as the gradient of J₁ has it; default true. Without it, states are weighted by
   * how often they are visited: what most implementations estimate, and no gradient of anything (Nota and Thomas
   * 2020). Weights are the expected visits of an episode where all episodes end, the stationary distribution otherwise.
   */
  readonly discountStates?: boolean;
}

/**
 * The exact gradient of an objective with respect to the policy's parameters, by the policy gradient theorem (Sutton,
 * McAllester, Singh and Mansour 2000; notes, eq. 9):
 *
 *     ∇J = Σ_s w(s) Σ_a ∇π(a | s) A(s, a)
 *
 * where for J₁ the weights w are the discounted visitation and A the advantage; for J_avR the stationary distribution
 * and the differential advantage; for J_avV the same times 1/(1 − γ).
 *
 * @returns [parameters]
 * @throws RangeError when float64 does not hold it, as with rewards of 1e308
 */
export function policyGradient(
  evaluation: PolicyEvaluation,
  objective: Objective = "startValue",
  options: GradientOptions = {},
): Float64Array {
  knownOptions("policyGradient", options, ["discountStates"]);
  const { mdp, policy } = evaluation;
  const { stateWeights, advantages } = gradientParts(evaluation, objective, options);
  const weights = advantages.map(
    (advantage, pair) => stateWeights[Math.floor(pair / mdp.actions)] * advantage,
  );
  return requireNoOverflow(policy.pullback(weights), ofParameter("gradient"));
}

/** What the gradient of an objective is made of: w [states] and A [states × actions]. */
export function gradientParts(
  evaluation: PolicyEvaluation,
  objective: Objective,
  { discountStates = true }: GradientOptions = {},
): { readonly stateWeights: Float64Array; readonly advantages: Float64Array } {
  if (objective === "startValue") {
    const stateWeights = discountStates ? evaluation.visitation : undiscountedVisitation(evaluation);
    return { stateWeights, advantages: evaluation.advantages };
  }
  if (objective !== "averageReward" && objective !== "averageValue") {
    throw new RangeError(
      `policyGradient: objective is ${valueInText(objective)}; it must be startValue, averageValue or averageReward.`,
    );
  }
  if (!discountStates) {
    throw new RangeError(
      `policyGradient: discountStates: false is for startValue only, not for ${objective}.`,
    );
  }
  const { stationary, differentialAdvantages: advantages } = evaluation;
  if (objective === "averageReward") return { stateWeights: stationary, advantages };
  return { stateWeights: stationary.map((d) => d * horizon(evaluation)), advantages };
}

/** Σ_t Pr(s_t = s) where every episode ends; its mean over the steps otherwise. */
function undiscountedVisitation(evaluation: PolicyEvaluation): Float64Array {
  const { mdp, chain, recurrentClasses } = evaluation;
  if (recurrentClasses.every(([first]) => mdp.terminal[first] === 1)) {
    const kept = mdp.terminal.map((ends) => 1 - ends);
    return chainSolver({ chain, discount: 1, kept }).solveTransposed(mdp.start);
  }
  return evaluation.stationary;
}

/** 1/(1 − γ) */
function horizon({ mdp: { discount } }: PolicyEvaluation): number {
  if (discount < 1) return 1 / (1 - discount);
  throw new RangeError("mdp: with discount 1 there is no average value; take averageReward, or startValue.");
}
