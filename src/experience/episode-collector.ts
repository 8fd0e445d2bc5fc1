import type { VectorEnvironment } from "../environments/vectorize/vector-environment.ts";
import { createActor, createEvaluator, type Policy, type ValueFunction } from "../policies/index.ts";
import { requireFittingEnvironment } from "../policies/require-fitting-environment.ts";
import type { Generator } from "../random/index.ts";
import { stateOf } from "../state/index.ts";
import type { Share, Team } from "../workers/index.ts";
import type { Collector } from "./collector.ts";
import { endlessEpisode } from "./endless-episode.ts";
import { createJoining, createRecorder } from "./episode-recorder.ts";
import { createEpisodesGather } from "./gather-episodes.ts";
import { requireTrainableGame } from "./require-trainable-game.ts";
import type { Trajectory } from "./trajectory.ts";
import { createTruncations } from "./truncations.ts";

export interface EpisodeCollectorOptions {
  readonly policy: Policy;
  /** Judges what was seen; without it all values are 0. */
  readonly valueFunction?: ValueFunction;
  /** One for each copy of all members, whose children draw the actions. */
  readonly generators: readonly Generator[];
  /** Which of all copies are this member's. */
  readonly own: Share;
  readonly team: Team;
  /** Steps after which an episode counts as endless, which is an error. */
  readonly longestEpisode: number;
}

/** Observations that are evaluated at once. */
const evaluatedAtOnce = 256;

/**
 * Collects whole episodes, one of every copy. The copies act side by side until each has ended its episode, so that
 * long episodes count as much as short ones; those that are done wait.
 *
 * @param environments this member's copies, each a vector environment of its own
 */
export function createEpisodeCollector(
  environments: readonly VectorEnvironment[],
  options: EpisodeCollectorOptions,
): Collector {
  const { policy, valueFunction, own, team, longestEpisode } = options;
  const masks = environments.find(({ legalActions }) => legalActions !== undefined)?.legalActions;
  for (const { id, observationSpace, actionSpace } of environments) {
    requireFittingEnvironment(policy, { id, observationSpace, actionSpace, legalActions: masks });
  }
  const [{ observationSize, players }] = environments;
  const stateSize = valueFunction?.stateSize ?? 0;
  const isRecurrent = policy.stateSize + stateSize > 0;
  requireTrainableGame(environments[0], { keepsNext: false, stateSize: policy.stateSize + stateSize });
  // A recurrent value function goes along with the episodes; others judge all observations in the end, many at once.
  const actor = createActor(policy, environments.length, stateSize > 0 ? valueFunction : undefined);
  const parents = options.generators.slice(own.start, own.start + own.count);
  const evaluate =
    valueFunction && createEvaluator(valueFunction, observationSize, evaluatedAtOnce, policy.backend);
  const observations = environments.map(() => new Float32Array(observationSize));
  const actionSize = actor.actions.length / environments.length;
  const actions = environments.map(() => actor.actions.slice(0, actionSize));
  const drawn = environments.map(() => actor.drawn.slice(0, actionSize));
  const recorders = environments.map((environment) =>
    createRecorder(environment, actions[0], {
      masked: policy.masked,
      ofPolicy: policy.stateSize,
      ofValue: stateSize,
    }),
  );
  const join = createJoining(environments, recorders);
  const truncations = createTruncations(observationSize, stateSize);
  const gather = createEpisodesGather(team);
  let begun = false;

  /** The row of an environment: a view, since the memory of a program may have moved. */
  const rowOf = (states: Float32Array, i: number): Float32Array => {
    const size = states.length / environments.length;
    return states.subarray(i * size, (i + 1) * size);
  };
  const begin = () => {
    begun = true;
    recorders.forEach((recorder, i) => {
      recorder.clear();
      actor.begin(i);
    });
    // A generator for each episode: who waits for the others draws on, and must not change its next episode by that.
    return parents.flatMap((parent) => parent.spawn(1));
  };
  const act = (drawing: readonly Generator[]): void => {
    team.check();
    for (let i = 0; i < environments.length; i++) {
      actor.observations.set(observations[i], i * observationSize);
      const legal = environments[i].legalActions;
      if (legal) actor.legalActions?.set(legal, i * legal.length);
    }
    if (isRecurrent) {
      for (let i = 0; i < environments.length; i++) {
        if (!recorders[i].ended)
          recorders[i].remember(rowOf(actor.policyStates, i), rowOf(actor.valueStates, i));
      }
    }
    actor.sample(drawing);
    for (let i = 0; i < environments.length; i++) {
      if (recorders[i].ended) continue;
      for (let j = 0; j < actionSize; j++) {
        actions[i][j] = actor.actions[i * actionSize + j];
        drawn[i][j] = actor.drawn[i * actionSize + j];
      }
      recorders[i].before(observations[i], drawn[i], actor.logProbs[i]);
      if (stateSize > 0) recorders[i].judge(actor.values[i], rowOf(actor.valueStates, i));
    }
  };
  /** Returns how many have not ended yet. */
  const record = (step: number): number => {
    let running = 0;
    for (const recorder of recorders) {
      if (!recorder.ended) recorder.after();
      if (!recorder.ended) running++;
    }
    if (running > 0 && step >= longestEpisode) {
      throw endlessEpisode(environments[0].id, "an episode", longestEpisode);
    }
    return running;
  };
  const finish = (): Trajectory => {
    const trajectory = join();
    if (evaluate) {
      if (stateSize === 0) evaluate(trajectory.observations, trajectory.steps, trajectory.values);
      let end = -1;
      environments.forEach((environment, i) => {
        const { rewards, stateAfter } = recorders[i];
        end += rewards.count;
        if (trajectory.terminated[end] === 0)
          truncations.add(end, environment.finalObservations, 0, stateAfter);
      });
      truncations.evaluate(evaluate, trajectory.finalValues);
      truncations.clear();
    }
    return gather(trajectory);
  };

  return {
    stepsPerBatch: undefined,
    players,
    beginsNewEpisodes: environments.some(({ savesState }) => !savesState),
    copies: environments.map((environment, i) =>
      stateOf({
        generator: parents[i],
        environment: {
          // A copy that has not begun has no state yet: it begins as it would have.
          save: () => (begun ? environment.saveCopy(0, observations[i]) : null),
          restore(saved) {
            if (saved === null) return;
            environment.restoreCopy(0, saved, observations[i]);
            begun = true;
          },
        },
      }),
    ),
    collect() {
      if (!begun) environments.forEach((environment, i) => environment.reset(observations[i]));
      const drawing = begin();
      for (let step = 1, running = environments.length; running > 0; step++) {
        act(drawing);
        for (let i = 0; i < environments.length; i++) {
          if (!recorders[i].ended) environments[i].step(actions[i], observations[i]);
        }
        running = record(step);
      }
      return finish();
    },
    async collectLater() {
      if (!begun) {
        await Promise.all(
          environments.map((environment, i) => environment.resetLater(() => observations[i])),
        );
      }
      const drawing = begin();
      for (let step = 1, running = environments.length; running > 0; step++) {
        act(drawing);
        await Promise.all(
          environments.map((environment, i) =>
            recorders[i].ended ? undefined : environment.stepLater(actions[i], () => observations[i]),
          ),
        );
        running = record(step);
      }
      return finish();
    },
    close() {
      for (const environment of environments) environment.close();
    },
  };
}
