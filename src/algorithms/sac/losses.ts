import {
  add,
  type Expression,
  type FloatExpression,
  mean,
  multiply,
  negate,
  square,
  stopGradient,
  subtract,
  tanh,
} from "../../graph/index.ts";
import type { SoftActorCritic } from "./soft-actor-critic.ts";

/** What the policy draws at observations, between −1 and 1, with its log-density: [batch, size] and [batch]. */
function draw({ policy, logVolume }: SoftActorCritic, observations: Expression, noise: Expression) {
  const density = policy.density({ observations });
  const drawn = density.sample(noise);
  return { actions: tanh(drawn), logProb: add(density.logProb(drawn), logVolume) };
}

/** Rows of the replay, with noise that draws the next actions. */
export interface EvaluationRows {
  readonly observations: Expression;
  /** As the policy drew them. */
  readonly actions: Expression;
  readonly rewards: Expression;
  readonly nextObservations: Expression;
  /** 1 where the task ended, and nothing follows. */
  readonly terminated: Expression;
  readonly nextNoise: Expression;
}

/**
 * Soft policy evaluation: the sum over both critics of half the mean of (Q(s, a) − y)², with
 *
 *     y = r + γ (1 − terminated) (min Q̄(s′, a′) − α log π(a′ | s′)),    a′ ~ π(· | s′),
 *
 * by the target copies Q̄. No gradient passes through y.
 */
export function evaluationLosses(parts: SoftActorCritic, rows: EvaluationRows, discount: number) {
  const { observations, nextObservations } = rows;
  const next = draw(parts, nextObservations, rows.nextNoise);
  const nextValues = softValues(parts, parts.targets.least(nextObservations, next.actions), next.logProb);
  const goesOn = subtract(1, rows.terminated);
  const returns = stopGradient(add(rows.rewards, multiply(multiply(goesOn, nextValues), discount)));
  const taken = tanh(rows.actions);
  const values = parts.critics.each.map((critic) => critic.values(observations, taken));
  const [first, second] = values.map((each) => multiply(mean(square(subtract(each, returns))), 0.5));
  const loss = add(first, second);
  return { loss, valueLoss: multiply(loss, 0.5), value: mean(values[0]) };
}

/** Q(s, a) − α log π(a | s) of drawn actions, whose mean is the soft value of s: [batch]. */
function softValues(
  { temperature }: SoftActorCritic,
  values: Expression,
  logProb: Expression,
): FloatExpression {
  return subtract(values, multiply(stopGradient(temperature), logProb));
}

/** Observations, with noise that draws an action at each. */
export interface ImprovementRows {
  readonly observations: Expression;
  readonly noise: Expression;
}

/**
 * Soft policy improvement: minus the mean of min Q(s, a) − α log π(a | s), with the pathwise gradient of a ~ π(· | s).
 * Where the temperature is learned, log α · (entropy − targetEntropy) is added, of which only α has a gradient: α falls while
 * the entropy is above its target. Only parameters of the policy and the temperature are to follow the gradient of the loss.
 */
export function improvementLosses(parts: SoftActorCritic, { observations, noise }: ImprovementRows) {
  const { critics, logTemperature, targetEntropy, temperature } = parts;
  const { actions, logProb } = draw(parts, observations, noise);
  const policyLoss = negate(mean(softValues(parts, critics.least(observations, actions), logProb)));
  const entropy = negate(mean(logProb));
  const excess = stopGradient(subtract(entropy, targetEntropy));
  const loss = logTemperature ? add(policyLoss, multiply(logTemperature, excess)) : policyLoss;
  return { loss, policyLoss, entropy, temperature };
}
