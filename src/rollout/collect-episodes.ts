import { createActor, type Policy } from "../policies/index.ts";
import type { Generator as RandomGenerator } from "../random/index.ts";
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
  /** `[steps, actions]`: which actions were legal, if the environment says so. */
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

/**
 * Batches of whole episodes, one from every environment, without end. The environments act side by side until each
 * has ended its episode, so that long episodes count as much as short ones; who is done waits.
 *
 * @param environments vector environments of a single copy each
 * @param generators one per environment, whose children draw the actions
 */
export function* collectEpisodes(
  environments: readonly VectorEnvironment[],
  policy: Policy,
  { generators: parents }: { readonly generators: readonly RandomGenerator[] },
): Generator<Episodes> {
  const actor = createActor(policy, environments.length);
  const { observationSize, actionSize } = environments[0];
  const observations = environments.map(() => new Float32Array(observationSize));
  const actions = environments.map(() => actor.actions.slice(0, actionSize));
  environments.forEach((environment, i) => environment.reset(observations[i]));

  while (true) {
    const recorders = environments.map((environment) => createRecorder(environment));
    // A generator for each episode: who waits for the others draws on, and must not change its next episode by that.
    const generators = parents.flatMap((parent) => parent.spawn(1));
    let running = environments.length;
    while (running > 0) {
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

/** One episode being written down, as plain growing lists. */
function createRecorder(environment: VectorEnvironment) {
  const observations: number[] = [];
  const actions: number[] = [];
  const legalActions: number[] = [];
  const rewards: number[] = [];
  return {
    observations,
    actions,
    legalActions,
    rewards,
    ended: false,
    before(observation: Float32Array, action: Int32Array | Float32Array): void {
      for (const value of observation) observations.push(value);
      for (const value of action) actions.push(value);
      if (environment.legalActions) for (const value of environment.legalActions) legalActions.push(value);
    },
    after(): void {
      rewards.push(environment.rewards[0]);
      this.ended = environment.episodesEnded > 0;
    },
  };
}

type Recorder = ReturnType<typeof createRecorder>;

function join(environments: readonly VectorEnvironment[], recorders: readonly Recorder[]): Episodes {
  const all = (list: (recorder: Recorder) => number[]) => recorders.flatMap(list);
  const first = environments[0];
  const actions = all(({ actions }) => actions);
  const episodeLengths = Int32Array.from(recorders, ({ rewards }) => rewards.length);
  const rewards = Float64Array.from(all(({ rewards }) => rewards));
  return {
    steps: rewards.length,
    starts: startsOf(episodeLengths),
    observations: Float32Array.from(all(({ observations }) => observations)),
    actions: first.actionSpace.kind === "discrete" ? Int32Array.from(actions) : Float32Array.from(actions),
    legalActions: first.legalActions && Float32Array.from(all(({ legalActions }) => legalActions)),
    rewards,
    truncated: Uint8Array.from(
      environments,
      ({ terminated, truncated }) => truncated[0] & ~terminated[0] & 1,
    ),
    finalObservations: Float32Array.from(
      environments.flatMap(({ finalObservations }) => [...finalObservations]),
    ),
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
