import type { EnvironmentSource } from "../environments/index.ts";
import type { VectorEnvironment } from "./vector-environment.ts";

/** How many copies, and from which seed. */
export interface VectorizeOptions {
  /** The number of copies; default 1. */
  readonly count?: number;
  /** The seed of the run, from which every copy derives its own (see {@link environmentSeed}); default 0. */
  readonly seed?: number;
  /**
   * The number of the first copy; default 0. Copies 0 to 7 in one process are the same as 0 to 3 in one and 4 to 7
   * in another.
   */
  readonly firstCopy?: number;
}

/**
 * Many copies of an environment behind one interface. Uses the environment's fast path where it has one.
 *
 * @throws if the source, the count or the seed is wrong, or the action space is a dict or a tuple.
 */
export declare function vectorize(source: EnvironmentSource, options?: VectorizeOptions): VectorEnvironment;
