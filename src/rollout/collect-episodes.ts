import { createActor, type Policy } from "../policies/index.ts";
import { requireFittingEnvironment } from "../policies/require-fitting-environment.ts";
import type { Generator as RandomGenerator } from "../random/index.ts";
import { type ArrayType, alone, type Team } from "../team/index.ts";
import { endlessEpisode, longestEpisodeByDefault } from "./endless-episode.ts";
import { createGrowingRows, joinRows } from "./growing-rows.ts";
import type { VectorEnvironment } from "./vector-environment.ts";

/** Whole episodes, one after another: row k of the arrays is step k of all of them in a line. */
export interface Episodes {
  /** Number of steps of all episodes together. */
  readonly steps: number;
  /** `[episodes]`: where each begins. */
  readonly starts: Int32Array;
  /** `[steps, observationSize]`: what was acted on. */
  readonly observations: Float32Array;
  /** `[steps, actionSize]`, as the policy chose them. */
  readonly actions: Int32Array | Float32Array;
  /** `[steps, actionSpace.size]`: which actions were legal, if the policy has masks. */
  readonly legalActions: Float32Array | undefined;
  /** `[steps]` */
  readonly rewards: Float64Array;
  /** `[episodes]`: 1 where the episode was cut off; it terminated otherwise. */
  readonly truncated: Uint8Array;
  /** `[episodes, observationSize]`: what followed each last step. */
  readonly finalObservations: Float32Array;
  /** `[episodes]`: numbers of steps. */
  readonly episodeLengths: Int32Array;
  /** `[episodes]`: sums of rewards. */
  readonly episodeReturns: Float64Array;
}

export interface CollectEpisodesOptions {
  /** One per environment; their children draw the actions. */
  readonly generators: readonly RandomGenerator[];
  /** Steps after which an episode counts as endless, which is an error; default 100,000. */
  readonly longestEpisode?: number;
  /** Whose other members play episodes of their own: when one of them fails, so does the batch. Default: nobody. */
  readonly team?: Team;
}

/**
 * Batches of whole episodes, one from every environment, without end. The environments act side by side until each
 * has ended its episode, so that long episodes count as much as short ones; who is done waits.
 *
 * @param environments vector environments of a single copy each
 * @throws RangeError (from the iteration) when the spaces are not the policy's, or one of policy and environments has masks
 *   of legal actions and the other has none
 * @throws Error (from the iteration) if an episode does not end: it is kept whole, and would fill the memory
 */
export function* collectEpisodes(
  environments: readonly VectorEnvironment[],
  policy: Policy,
  { generators: parents, longestEpisode = longestEpisodeByDefault, team = alone }: CollectEpisodesOptions,
): Generator<Episodes> {
  const masks = environments.find(({ legalActions }) => legalActions !== undefined)?.legalActions;
  for (const { id, observationSpace, actionSpace } of environments) {
    requireFittingEnvironment(policy, { id, observationSpace, actionSpace, legalActions: masks });
  }
  const actor = createActor(policy, environments.length);
  const { observationSize, actionSize } = environments[0];
  const observations = environments.map(() => new Float32Array(observationSize));
  const actions = environments.map(() => actor.actions.slice(0, actionSize));
  environments.forEach((environment, i) => environment.reset(observations[i]));

  const recorders = environments.map((environment) => createRecorder(environment, actions[0], policy.masked));

  while (true) {
    for (const recorder of recorders) recorder.clear();
    // A generator for each episode: who waits for the others draws on, and must not change its next episode by that.
    const generators = parents.flatMap((parent) => parent.spawn(1));
    let running = environments.length;
    for (let step = 1; running > 0; step++) {
      if (step > longestEpisode) throw endlessEpisode(environments[0].id, "an episode", longestEpisode);
      team.check();
      for (let i = 0; i < environments.length; i++) {
        actor.observations.set(observations[i], i * observationSize);
        const legal = environments[i].legalActions;
        if (legal) actor.legalActions?.set(legal, i * legal.length);
      }
      actor.sample(generators);
      const chosen = actor.actions;
      for (let i = 0; i < environments.length; i++) {
        const recorder = recorders[i];
        if (recorder.ended) continue;
        for (let j = 0; j < actionSize; j++) actions[i][j] = chosen[i * actionSize + j];
        recorder.before(observations[i], actions[i]);
        environments[i].step(actions[i], observations[i]);
        recorder.after();
        if (recorder.ended) running--;
      }
    }
    yield join(environments, recorders);
  }
}

/** One episode being written down, and the next one after `clear`. */
function createRecorder(environment: VectorEnvironment, action: Int32Array | Float32Array, masked: boolean) {
  const { observationSize, actionSpace } = environment;
  const observations = createGrowingRows(Float32Array, observationSize);
  const actions = createGrowingRows(action.constructor as ArrayType<typeof action>, action.length);
  const legalActions = masked ? createGrowingRows(Float32Array, actionSpace.size) : undefined;
  // An environment without a mask beside others that have one.
  const mask = environment.legalActions ?? new Uint8Array(actionSpace.size).fill(1);
  const rewards = createGrowingRows(Float64Array, 1);
  return {
    observations,
    actions,
    legalActions,
    rewards,
    ended: false,
    before(observation: Float32Array, action: Int32Array | Float32Array): void {
      observations.add(observation);
      actions.add(action);
      legalActions?.add(mask);
    },
    after(): void {
      rewards.add(environment.rewards);
      this.ended = environment.episodesEnded > 0;
    },
    clear(): void {
      for (const rows of [observations, actions, legalActions, rewards]) rows?.clear();
      this.ended = false;
    },
  };
}

type Recorder = ReturnType<typeof createRecorder>;

function join(environments: readonly VectorEnvironment[], recorders: readonly Recorder[]): Episodes {
  const [{ observationSize }] = environments;
  const [{ legalActions }] = recorders;
  const episodeLengths = Int32Array.from(recorders, ({ rewards }) => rewards.count);
  const rewards = joinRows(recorders.map(({ rewards }) => rewards));
  const finalObservations = new Float32Array(environments.length * observationSize);
  environments.forEach((environment, i) =>
    finalObservations.set(environment.finalObservations, i * observationSize),
  );
  return {
    steps: rewards.length,
    starts: startsOf(episodeLengths),
    observations: joinRows(recorders.map(({ observations }) => observations)),
    actions: joinRows(recorders.map(({ actions }) => actions)),
    legalActions: legalActions && joinRows(recorders.map(({ legalActions }) => legalActions!)),
    rewards,
    truncated: Uint8Array.from(
      environments,
      ({ terminated, truncated }) => truncated[0] & ~terminated[0] & 1,
    ),
    finalObservations,
    episodeLengths,
    episodeReturns: Float64Array.from(environments, ({ episodeReturns }) => episodeReturns[0]),
  };
}

/** Where each of the episodes begins when they stand one after another. */
export function startsOf(episodeLengths: Int32Array): Int32Array {
  const starts = new Int32Array(episodeLengths.length);
  for (let i = 1; i < starts.length; i++) starts[i] = starts[i - 1] + episodeLengths[i - 1];
  return starts;
}
