import type { Density } from "../../distributions/index.ts";
import type { Expression, FloatExpression } from "../../graph/index.ts";
import type { HeadName } from "../../policies/index.ts";
import type { HistogramCritic } from "./critic.ts";

/** What depends on the kind of actions: how the critic sees them, and what is expected of one. */
export interface Actions {
  readonly head: HeadName | undefined;
  /** Numbers by which the critic is told an action. */
  readonly size: number;
  /** Whether expectations are of an action that is drawn; otherwise they are exact. */
  readonly drawn: boolean;
  /** What a log-density loses when actions are stretched to the box. */
  readonly logVolume: number;
  /** The entropy that the temperature aims at by default. */
  readonly targetEntropy: number;
  /** Actions [batch, size] as the critic sees them, of those that the policy drew. */
  taken(actions: Expression): FloatExpression;
  /**
   * @param density of the actions at the observations
   * @param noise that draws an action of each, where actions are drawn
   */
  expected(
    density: Density,
    critic: HistogramCritic,
    observations: Expression,
    noise: Expression | undefined,
  ): Expected;
}

/** For a ~ π(· | s), a row for each s: either of a drawn action, which is a sample of it, or the expectation itself. */
export interface Expected {
  /** Q(s, a): [batch] */
  readonly value: FloatExpression;
  /** log π(a | s), whose expectation is minus the entropy: [batch] */
  readonly logProb: FloatExpression;
  /** The critic's features of s and a: [batch, size]. */
  readonly features: FloatExpression;
}
