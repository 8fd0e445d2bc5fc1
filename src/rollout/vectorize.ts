import {
  type BatchActions,
  type BatchEnvironment,
  describeValue,
  type EnvironmentDefinition,
  type EnvironmentSource,
  isDiscrete,
  resolveEnvironment,
} from "../environments/index.ts";
import { actionLayout, createActions } from "./action-layout.ts";
import { batchFromEnvironments } from "./batch-from-environments.ts";
import { environmentSeed } from "./environment-seed.ts";
import { prepareActions } from "./prepare-actions.ts";
import { requireInteger, requireLength } from "./require.ts";
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
 * Many copies of an environment behind one interface. Uses the environment's fast path where it has one; then a
 * step allocates nothing.
 *
 * @throws if the source, the count or the seed is wrong, or the action space is a dict or a tuple.
 */
export function vectorize(source: EnvironmentSource, options: VectorizeOptions = {}): VectorEnvironment {
  const { count = 1, seed = 0 } = options;
  let { firstCopy = 0 } = options;
  requireInteger("count", count, 1);
  requireInteger("seed", seed, 0);
  requireInteger("firstCopy", firstCopy, 0);
  const definition = resolveEnvironment(source);
  const { id, maxEpisodeSteps } = definition;
  const stepLimit = maxEpisodeSteps ?? Number.POSITIVE_INFINITY;
  const batch = createBatch(definition, count, firstCopy);
  const { observationSpace, actionSpace } = batch;
  const observationSize = observationSpace.size;
  const actionSize = actionLayout(actionSpace).size;
  const actionCount = isDiscrete(actionSpace) ? actionSpace.n : 0;
  const prepare = prepareActions(actionSpace);
  const prepared = createActions(actionSpace, count);

  const rewards = new Float64Array(count);
  const terminated = new Uint8Array(count);
  const truncated = new Uint8Array(count);
  const finalObservations = new Float32Array(count * observationSize);
  const legalActions =
    batch.legalActions && actionCount > 0 ? new Uint8Array(count * actionCount) : undefined;
  const episodeReturns = new Float64Array(count);
  const episodeLengths = new Int32Array(count);
  const runningReturns = new Float64Array(count);
  const runningLengths = new Int32Array(count);
  let episodesEnded = 0;
  let stepsTaken = -1;

  const nameOf = (copy: number): string => `${id}, copy ${firstCopy + copy}, step ${stepsTaken} of the run`;

  /** A finite number minus itself is 0, an infinity or a NaN minus itself is NaN: so is the sum, if there is one. */
  const requireFinite = (observations: Float32Array): void => {
    let sum = 0;
    for (let at = 0; at < count * observationSize; at += 1) sum += observations[at] - observations[at];
    for (let copy = 0; copy < count; copy += 1) sum += rewards[copy] - rewards[copy];
    if (sum === 0) return;
    const copy = rewards.findIndex((reward) => !Number.isFinite(reward));
    if (copy >= 0)
      throw new RangeError(`${nameOf(copy)}: reward: expected a finite number, found ${rewards[copy]}.`);
    const at = observations.findIndex((element) => !Number.isFinite(element));
    throw new RangeError(
      `${nameOf(Math.floor(at / observationSize))}: observation: expected finite numbers, found ` +
        `${observations[at]} at element ${at % observationSize}.`,
    );
  };

  const requireActions = (actions: BatchActions): void => {
    requireLength("actions", actions, count * actionSize);
    if (actions instanceof Int32Array !== prepared instanceof Int32Array) {
      const expected = prepared.constructor.name;
      throw new TypeError(
        `actions: a ${actionSpace.kind} space takes an ${expected}, found ${describeValue(actions)}.`,
      );
    }
  };

  const requireLegal = (actions: BatchActions, mask: Uint8Array): void => {
    for (let copy = 0; copy < count; copy += 1) {
      if (mask[copy * actionCount + actions[copy]] === 0) {
        throw new RangeError(`${nameOf(copy)}: action ${actions[copy]} is not legal now; see legalActions.`);
      }
    }
  };

  /** Keeps what the ended episode of a copy amounted to, and begins the next one. */
  const endEpisode = (copy: number, observations: Float32Array): void => {
    episodesEnded += 1;
    episodeReturns[copy] = runningReturns[copy];
    episodeLengths[copy] = runningLengths[copy];
    runningReturns[copy] = 0;
    runningLengths[copy] = 0;
    const start = copy * observationSize;
    for (let i = start; i < start + observationSize; i += 1) finalObservations[i] = observations[i];
    batch.reset(copy, observations);
  };

  return {
    id,
    count,
    observationSpace,
    actionSpace,
    observationSize,
    actionSize,
    maxEpisodeSteps,
    rewards,
    terminated,
    truncated,
    finalObservations,
    legalActions,
    episodeReturns,
    episodeLengths,
    get episodesEnded() {
      return episodesEnded;
    },

    reset(observations, first = firstCopy) {
      requireInteger("firstCopy", first, 0);
      firstCopy = first;
      requireLength("observations", observations, count * observationSize);
      for (const array of [rewards, terminated, truncated, runningReturns, runningLengths]) array.fill(0);
      episodesEnded = 0;
      stepsTaken = 0;
      for (let copy = 0; copy < count; copy += 1) {
        batch.reset(copy, observations, environmentSeed(seed, firstCopy + copy));
      }
      if (legalActions !== undefined) batch.legalActions!(legalActions);
      requireFinite(observations);
    },

    step(actions, observations) {
      if (stepsTaken < 0)
        throw new Error("step: the environments have not begun. Call reset(observations) first.");
      requireActions(actions);
      requireLength("observations", observations, count * observationSize);
      stepsTaken += 1;
      episodesEnded = 0;
      prepare(actions, prepared);
      if (legalActions !== undefined) requireLegal(actions, legalActions);
      truncated.fill(0);
      batch.step(prepared, observations, rewards, terminated, truncated);
      requireFinite(observations);
      for (let copy = 0; copy < count; copy += 1) {
        runningReturns[copy] += rewards[copy];
        runningLengths[copy] += 1;
        if (runningLengths[copy] >= stepLimit) truncated[copy] = 1;
        if (terminated[copy] !== 0 || truncated[copy] !== 0) endEpisode(copy, observations);
      }
      if (legalActions !== undefined) batch.legalActions!(legalActions);
    },

    close: () => batch.close?.(),
  };
}

function createBatch(definition: EnvironmentDefinition, count: number, firstCopy: number): BatchEnvironment {
  if (definition.batch) return definition.batch(count);
  const environments = Array.from({ length: count }, () => definition.create());
  return batchFromEnvironments(environments, definition.id, firstCopy);
}
