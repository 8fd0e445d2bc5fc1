import type { Stateful } from "../state/index.ts";
import type { Trajectory } from "./trajectory.ts";

/** Gets experience: acts with the policy of now, and gives what that brought, one trajectory after another. */
export interface Collector<Batch extends Trajectory = Trajectory> {
  /** Environment steps of a trajectory, of all copies together; undefined where it varies. */
  readonly stepsPerBatch: number | undefined;
  /** What makes up a trajectory, for messages, where that is not steps of the copies: "16 minibatches of 256 demonstrations". */
  readonly batchInWords?: string;
  /** How many players there are: 1 except in turn-based games. */
  readonly players: number;
  /** The states of this member's copies, one for each: together with those of the other members, all of its state. */
  readonly copies: readonly Stateful[];
  /** Whether an environment has no state to save: then a collector that is restored begins new episodes. */
  readonly beginsNewEpisodes: boolean;
  /** The next trajectory. It holds until the one after. @throws when an environment answers with a promise */
  collect(): Batch;
  /** The same of environments that may answer later. */
  collectLater(): Promise<Batch>;
  /** Closes all environments. */
  close(): void;
}

/** The same collector, which calls `prepare` each time before it collects. */
export function withPreparation<Batch extends Trajectory>(
  collector: Collector<Batch>,
  prepare: () => void,
): Collector<Batch> {
  return {
    ...collector,
    collect() {
      prepare();
      return collector.collect();
    },
    collectLater() {
      prepare();
      return collector.collectLater();
    },
  };
}
