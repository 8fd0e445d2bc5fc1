import { type Mismatch, mismatchesInReset, mismatchesInStep } from "./contract.ts";
import type { Environment } from "./environment.ts";
import type { Accepted } from "./spaces/accepted.ts";
import { flattenObservation } from "./spaces/flatten-observation.ts";

/** An environment whose every result is checked. */
export interface GuardedEnvironment<Observation = unknown, Action = unknown>
  extends Environment<Observation, Action> {
  /** The last observation as `observationSpace.size` floats: written anew by every `reset` and `step`. */
  readonly flatObservation: Float32Array;
}

/**
 * The environment with a watch over its contract, cheap enough to be always on: the first observation of the wrong
 * type or shape or with a NaN or an infinity in it, the first reward that is not finite, the first flag that is not
 * boolean, and the first step after the end of an episode throw. Bounds of the observation space are left to
 * {@link checkEnvironment}.
 *
 * @param name what to call the environment in messages; default "environment"
 */
export function guardEnvironment<Observation, Action>(
  environment: Environment<Observation, Action>,
  name = "environment",
): GuardedEnvironment<Observation, Action> {
  const { observationSpace, actionSpace } = environment;
  const flatObservation = new Float32Array(observationSpace.size);
  let episode = 0;
  let step = 0;
  let running = false;

  const where = (): string =>
    step === 0 ? `${name}, reset of episode ${episode}` : `${name}, step ${step} of episode ${episode}`;
  const reject = (mismatches: readonly Mismatch[]): void => {
    if (mismatches.length === 0) return;
    const [{ part, expected, found }] = mismatches;
    throw new TypeError(`${where()}: ${part}: expected ${expected}, found ${found}.`);
  };
  const watch = (observation: Accepted<Observation>): void => {
    const problem = flattenObservation(observationSpace, observation, flatObservation);
    if (problem !== undefined) throw new TypeError(`${where()}: observation: ${problem}.`);
  };

  return {
    observationSpace,
    actionSpace,
    flatObservation,
    reset(options) {
      episode += 1;
      step = 0;
      const result = environment.reset(options);
      reject(mismatchesInReset(result));
      watch(result.observation);
      running = true;
      return result;
    },
    step(action) {
      if (!running) {
        throw new Error(
          `${name}: step() while no episode is running. Call reset() first, and after every end.`,
        );
      }
      step += 1;
      const result = environment.step(action);
      reject(mismatchesInStep(result));
      watch(result.observation);
      running = !(result.terminated || result.truncated);
      return result;
    },
    ...(environment.legalActions && { legalActions: () => environment.legalActions!() }),
    ...(environment.currentPlayer && { currentPlayer: () => environment.currentPlayer!() }),
    ...(environment.close && { close: () => environment.close!() }),
  };
}
