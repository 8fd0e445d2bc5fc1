import type { VectorEnvironment } from "../environments/vectorize/vector-environment.ts";
import { createActor, createEvaluator, type Policy, type ValueFunction } from "../policies/index.ts";
import { requireFittingEnvironment } from "../policies/require-fitting-environment.ts";
import type { Generator } from "../random/index.ts";
import { type Saved, savedCount, savedRecord, stateOf, within } from "../state/index.ts";
import type { Share, Team } from "../workers/index.ts";
import type { Collector } from "./collector.ts";
import { endlessEpisode } from "./endless-episode.ts";
import { createEpisodeRows, createEpisodesJoin } from "./episode-rows.ts";
import { numberOfBeginning } from "./evaluation/episode-seeds.ts";
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
  /**
   * Copies of a group, which divide the number of all copies: so many side by side begin each episode from the same seed, another
   * one in each batch, and all that the environment draws in it is the same. Default: each copy goes on from its own seed.
   */
  readonly groupSize?: number;
  /**
   * Whether the trajectory has the states of a recurrent policy. Who learns from whole episodes, which begin with a state of
   * zeros, needs none. Default true.
   */
  readonly keepsStates?: boolean;
  /** Whether the most probable actions are taken, with log-probabilities of 0, in place of drawn ones. Default false. */
  readonly greedy?: boolean;
  /**
   * For policies whose weights differ from copy to copy: called before the episode of each, with its number among all copies. The
   * copies then play one after another. Default: they act side by side, with the weights of now.
   */
  readonly beforeEpisode?: (copy: number) => void;
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
  const { policy, valueFunction, own, team, longestEpisode, groupSize, beforeEpisode } = options;
  const { keepsStates = true, greedy = false } = options;
  const masks = environments.find(({ legalActions }) => legalActions !== undefined)?.legalActions;
  for (const { id, observationSpace, actionSpace } of environments) {
    requireFittingEnvironment(policy, { id, observationSpace, actionSpace, legalActions: masks });
  }
  const [{ observationSize, players }] = environments;
  const stateSize = valueFunction?.stateSize ?? 0;
  const statesSize = policy.stateSize + stateSize;
  requireTrainableGame(environments[0], { keepsNext: false, stateSize: statesSize });
  /** Copies that act side by side, from one number to before another; one such set plays after the other. */
  const sets = beforeEpisode ? environments.map((_, i) => [i, i + 1]) : [[0, environments.length]];
  // A recurrent value function goes along with the episodes; others judge all observations in the end, many at once.
  const actor = createActor(
    policy,
    environments.length / sets.length,
    stateSize > 0 ? valueFunction : undefined,
  );
  const parents = options.generators.slice(own.start, own.start + own.count);
  const evaluate =
    valueFunction && createEvaluator(valueFunction, observationSize, evaluatedAtOnce, policy.backend);
  const rows = createEpisodeRows(environments, actor, {
    ...{ masked: policy.masked, valueStateSize: stateSize, greedy },
    policyStateSize: keepsStates ? policy.stateSize : 0,
  });
  const { observations, lengths, ended } = rows;
  const join = createEpisodesJoin(team, environments, rows, statesSize > 0);
  const truncations = createTruncations(observationSize, stateSize);
  const actions = environments.map(() => actor.actions.slice(0, actor.actions.length / actor.count));
  let begun = false;
  /** Batches that groups have begun. */
  let batches = 0;

  // A generator for each episode: who waits for the others draws on, and must not change its next episode by that.
  const generatorsOfEpisodes = () => parents.flatMap((parent) => parent.spawn(1));
  const begin = (first: number, end: number): void => {
    beforeEpisode?.(own.start + first);
    rows.begin(first, end);
  };
  /** Where the copies do not go on by themselves: of each, the number that its seed goes by. */
  const beginnings = (): readonly (number | undefined)[] => {
    const isFirst = !begun;
    begun = true;
    if (groupSize === undefined) return isFirst ? environments.map(() => undefined) : [];
    const first = batches * (options.generators.length / groupSize);
    batches += 1;
    return environments.map((_, copy) =>
      numberOfBeginning(first + Math.floor((own.start + copy) / groupSize)),
    );
  };
  const act = (drawing: readonly Generator[], first: number, end: number): void => {
    team.check();
    rows.show();
    if (greedy) actor.greedy();
    else actor.sample(drawing);
    rows.keepActions();
    const all = actor.actions;
    for (let copy = first; copy < end; copy++) {
      const action = actions[copy];
      for (let i = 0; i < action.length; i++) action[i] = all[(copy - first) * action.length + i];
    }
  };
  /** Returns how many have not ended yet. */
  const record = (step: number): number => {
    const running = rows.keepOutcomes();
    if (running > 0 && step >= longestEpisode) {
      throw endlessEpisode(environments[0].id, "an episode", longestEpisode);
    }
    return running;
  };
  const judge = (own: Trajectory): void => {
    if (!evaluate) return;
    if (stateSize === 0) evaluate(own.observations, own.steps, own.values);
    let end = -1;
    environments.forEach((environment, copy) => {
      end += lengths[copy];
      if (environment.terminated[0] === 1) return;
      truncations.add(end, environment.finalObservations, 0, rows.valueStates?.[copy].row(lengths[copy]));
    });
    truncations.evaluate(evaluate, own.finalValues);
    truncations.clear();
  };

  /** Of a copy in a group: between batches, the next seed is all there is to go on from. */
  const beginningState = {
    save: () => ({ batches }),
    restore(saved: Saved) {
      const state = savedRecord(saved, ["batches"]);
      batches = within("batches", () => savedCount(state.batches));
    },
  };

  return {
    stepsPerBatch: undefined,
    players,
    beginsNewEpisodes: groupSize === undefined && environments.some(({ savesState }) => !savesState),
    copies: environments.map((environment, copy) =>
      stateOf({
        generator: parents[copy],
        environment:
          groupSize !== undefined
            ? beginningState
            : {
                // A copy that has not begun has no state yet: it begins as it would have.
                save: () => (begun ? environment.saveCopy(0, observations[copy].row(lengths[copy])) : null),
                restore(saved) {
                  if (saved === null) return;
                  environment.restoreCopy(0, saved, observations[copy].row(lengths[copy]));
                  begun = true;
                },
              },
      }),
    ),
    collect() {
      environments.forEach((environment, copy) =>
        environment.beginRestored(observations[copy].row(lengths[copy])),
      );
      const generators = generatorsOfEpisodes();
      const numbers = beginnings();
      for (const [first, end] of sets) {
        begin(first, end);
        for (let i = first; i < Math.min(end, numbers.length); i++) {
          environments[i].reset(observations[i].row(0), numbers[i]);
        }
        const drawing = generators.slice(first, end);
        for (let step = 1, running = end - first; running > 0; step++) {
          act(drawing, first, end);
          for (let i = first; i < end; i++) {
            if (ended[i] === 0) environments[i].step(actions[i], observations[i].row(step));
          }
          running = record(step);
        }
      }
      return join(judge);
    },
    async collectLater() {
      await Promise.all(
        environments.map((each, copy) =>
          each.beginRestoredLater(() => observations[copy].row(lengths[copy])),
        ),
      );
      const generators = generatorsOfEpisodes();
      const numbers = beginnings();
      for (const [first, end] of sets) {
        begin(first, end);
        const playing = environments.slice(first, end);
        await Promise.all(
          numbers
            .slice(first, end)
            .map((number, i) => playing[i].resetLater(() => observations[first + i].row(0), number)),
        );
        const drawing = generators.slice(first, end);
        for (let step = 1, running = end - first; running > 0; step++) {
          act(drawing, first, end);
          await Promise.all(
            playing.map((environment, i) =>
              ended[first + i] === 1
                ? undefined
                : environment.stepLater(actions[first + i], () => observations[first + i].row(step)),
            ),
          );
          running = record(step);
        }
      }
      return join(judge);
    },
    close() {
      for (const environment of environments) environment.close();
    },
  };
}
