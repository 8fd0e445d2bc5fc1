import {
  add,
  type Expression,
  type FloatExpression,
  mean,
  multiply,
  negate,
  stopGradient,
  subtract,
} from "../../graph/index.ts";
import { criticLosses, type ReplayedRows } from "../../learning/index.ts";
import type { SoftActorCritic } from "./soft-actor-critic.ts";
import type { Expected } from "./soft-agent.ts";

/** Rows of the replay, with noise that draws the next actions where they are drawn. */
export interface EvaluationRows extends ReplayedRows {
  readonly nextNoise?: Expression;
}

/**
 * Soft policy evaluation: the sum over both critics of half the mean of (Q(s, a) − y)², with
 *
 *     y = r + γ (1 − terminated) (min Q̄(s′, a′) − α log π(a′ | s′)),    a′ ~ π(· | s′),
 *
 * by the target copies Q̄; for discrete actions with the expectation over a′. No gradient passes through y.
 */
export function evaluationLosses(agent: SoftActorCritic, rows: EvaluationRows, discount: number) {
  const nextValues = softValues(agent, agent.expected("targets", rows.nextObservations, rows.nextNoise));
  return criticLosses(agent.critics, { ...rows, taken: agent.taken(rows.actions), nextValues }, discount);
}

/** Q(s, a) − α log π(a | s), whose mean over actions is the soft value of s: [batch]. */
function softValues({ temperature }: SoftActorCritic, { value, entropy }: Expected): FloatExpression {
  return add(value, multiply(stopGradient(temperature), entropy));
}

/** Observations, with noise that draws an action at each where they are drawn. */
export interface ImprovementRows {
  readonly observations: Expression;
  readonly noise?: Expression;
}

/**
 * Soft policy improvement: minus the mean of min Q(s, a) − α log π(a | s), with the pathwise gradient of a ~ π(· | s), or for
 * discrete actions that of the expectation. Where the temperature is learned, log α · (entropy − targetEntropy) is added, of
 * which only α has a gradient: α falls while the entropy is above its target. Only parameters of the policy and the temperature
 * are to follow the gradient of the loss.
 */
export function improvementLosses(agent: SoftActorCritic, { observations, noise }: ImprovementRows) {
  const { logTemperature, targetEntropy, temperature } = agent;
  const expected = agent.expected("critics", observations, noise);
  const policyLoss = negate(mean(softValues(agent, expected)));
  const entropy = mean(expected.entropy);
  const excess = stopGradient(subtract(entropy, targetEntropy));
  const loss = logTemperature ? add(policyLoss, multiply(logTemperature, excess)) : policyLoss;
  return { loss, policyLoss, entropy, temperature };
}
