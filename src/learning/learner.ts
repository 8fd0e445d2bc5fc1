import type { Collector, Trajectory } from "../experience/index.ts";
import type { Variable } from "../graph/index.ts";
import type { Policy } from "../policies/index.ts";
import type { Stateful } from "../state/index.ts";

/** What an algorithm measured in an update, by name. */
export type Metrics = Readonly<Record<string, number>>;

/** Whatever has weights that are trained: a policy, a value function. */
export interface Trained {
  readonly parameters: readonly Variable[];
  /** Running averages of batch normalization; mostly none. */
  readonly statistics: readonly Variable[];
}

/**
 * What an algorithm is between two reports: its collector acts, and it learns from the trajectory. Its state is all that
 * learning changes, weights included; the state of environments is that of the collector's copies.
 */
export interface Learner<Batch extends Trajectory = Trajectory, Measured extends Metrics = Metrics>
  extends Stateful {
  readonly policy: Policy;
  /** All that is trained. */
  readonly networks: readonly Trained[];
  readonly collector: Collector<Batch>;
  /**
   * One update.
   *
   * @param progress the share of the training that was done before it, 0 to 1
   * @throws NotFinite when a result or a weight is not finite
   */
  learn(trajectory: Batch, progress: number): Measured;
}
