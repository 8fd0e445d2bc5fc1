import {
  add,
  type Expression,
  type FloatExpression,
  mean,
  multiply,
  square,
  stopGradient,
  subtract,
} from "../../graph/index.ts";
import type { Critics } from "./critics.ts";

/** Steps of the replay, a row for each. */
export interface ReplayedRows {
  readonly observations: Expression;
  /** As the policy drew them. */
  readonly actions: Expression;
  readonly rewards: Expression;
  readonly nextObservations: Expression;
  /** 1 where the task ended, and nothing follows; 0 where the episode was cut off. */
  readonly terminated: Expression;
}

/** What the losses of critics are made of, a row for each step. */
export interface CriticTerms extends Pick<ReplayedRows, "observations" | "rewards" | "terminated"> {
  /** The actions, as the critics take them. */
  readonly taken: Expression;
  /** v(s′), by target copies: [batch]. */
  readonly nextValues: FloatExpression;
}

/**
 * The sum over the critics of half the mean of (Q_i(s, a) − y)², with y = r + γ (1 − terminated) v(s′), through which no gradient
 * passes; the mean of these halves; and the mean of Q₁(s, a).
 */
export function criticLosses(critics: Critics, terms: CriticTerms, discount: number) {
  const { observations, taken, rewards, terminated, nextValues } = terms;
  const continues = subtract(1, terminated);
  const returns = stopGradient(add(rewards, multiply(multiply(continues, nextValues), discount)));
  const values = critics.each.map((critic) => critic.values(observations, taken));
  const errors = values.map((each) => multiply(mean(square(subtract(each, returns))), 0.5));
  const loss = errors.reduce((sum, each) => add(sum, each));
  return { loss, valueLoss: multiply(loss, 1 / errors.length), value: mean(values[0]) };
}
