import type { Density } from "../../distributions/density.ts";
import type { Expression, RowType, Variable } from "../../graph/index.ts";
import type { HeadName } from "./head-names.ts";

/** The end of a policy network: what its outputs mean for one kind of action space. */
export interface ActionHead {
  readonly name: HeadName;
  /** Outputs that the network needs. */
  readonly outputs: number;
  /** Parameters that do not depend on the observation. */
  readonly parameters: readonly Variable[];
  /** log σ of the noise that a deterministic policy explores with, a statistic; undefined for others. */
  readonly explorationLogDeviation?: Variable;
  density(outputs: Expression, legalActions?: Expression): Density;
  /** What a row holds for an action: what was drawn. */
  readonly action: RowType;
  /** What is drawn as the actions that an environment takes; undefined where they are the same. */
  readonly toActions?: (drawn: Expression) => Expression;
}
