import type { EpisodeStatistics } from "../../experience/index.ts";
import type { Policy } from "../../policies/index.ts";
import type { Metrics } from "../learner.ts";
import type { Weighted } from "./initial-weights.ts";

/** What an algorithm says after each update. */
export interface Report<Observation = unknown, Action = unknown, Measured extends Metrics = Metrics> {
  /**
   * Updates finished, from 1; 0 before the first one, see `reportsBeginning`. One update is one batch of experience, however
   * many passes are made over it.
   */
  readonly update: number;
  /** Environment steps so far, over all copies. */
  readonly steps: number;
  /** Environment steps after which training ends. */
  readonly totalSteps: number;
  /** Episodes that ended since the last report. */
  readonly episodes: EpisodeStatistics;
  /** What the algorithm measured, by name: losses, entropy, learning rate, … */
  readonly metrics: Measured;
  /**
   * What is worth a look though training goes on, such as a policy that has become deterministic; mostly empty. A
   * warning is in every report from the one on in which it came up.
   */
  readonly warnings: readonly string[];
  /** How many players there are: 1 except in turn-based games. */
  readonly players: number;
  /** Threads that the training is spread over. */
  readonly workers: number;
  /** The policy being trained: the same object in every report, with the weights of now. */
  readonly policy: Policy<Observation, Action>;
  /**
   * What judges the policy, where the algorithm has such: a value function, or SAC's critics. For `valueFunction` of another
   * training of the same algorithm, which then begins with its weights.
   */
  readonly valueFunction?: Weighted;
  /**
   * False when the training was resumed and its environments offer no state, so that every copy began a new episode then:
   * it goes on well, but not as it would have without the stop. True otherwise.
   */
  readonly exactResume: boolean;
  /**
   * All that the training goes on from, as the bytes of a file: for `resume`, in the third argument of the algorithm.
   *
   * @throws Error when another report has come since
   */
  checkpoint(): Uint8Array<ArrayBuffer>;
}
