import type { Importable } from "../workers/index.ts";
import type { BatchEnvironment } from "./batch-environment.ts";
import type { Environment } from "./environment.ts";

/**
 * An environment with its name. Workers get one that is not built in from its `module`, the module that exports the
 * definition: see `inModule`.
 */
export interface EnvironmentDefinition<Observation = unknown, Action = unknown> extends Importable {
  /** Name and version, as in "CartPole-v1": the version changes whenever results would. */
  readonly id: string;
  /** One sentence: what is to be achieved, and by which actions. */
  readonly description: string;
  /**
   * What the id does not say, such as the options of wrappers: a checkpoint is of the environment of this id and this variant.
   * Default: nothing.
   */
  readonly variant?: string;
  /** The number of steps after which an episode is truncated; without it, episodes only end by themselves. */
  readonly maxEpisodeSteps?: number;
  /**
   * Whether workers find it by its id, as those of `environments` and of `furtherEnvironments`. Copies that have another limit or
   * another `create` do not have this from it.
   */
  readonly builtIn?: boolean;
  /** A fresh environment, without its time limit. */
  create(): Environment<Observation, Action>;
  /** The fast path: `count` copies that are stepped at once. */
  batch?(count: number): BatchEnvironment;
}
