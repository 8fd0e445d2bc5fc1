import type { VectorEnvironment } from "../environments/vectorize/vector-environment.ts";
import { createActor, createEvaluator, type Policy, type ValueFunction } from "../policies/index.ts";
import { requireFittingEnvironment } from "../policies/require-fitting-environment.ts";
import type { Generator } from "../random/index.ts";
import { stateOf } from "../state/index.ts";
import type { ArrayType, NumberArray, Share, Team } from "../workers/index.ts";
import type { Collector } from "./collector.ts";
import { endlessEpisode } from "./endless-episode.ts";
import { createEpisodesGather } from "./gather-episodes.ts";
import { createGrowingRows, type GrowingRows } from "./growing-rows.ts";
import type { InfoAt, Trajectory } from "./trajectory.ts";
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
  const actor = createActor(policy, environments.length);
  const parents = options.generators.slice(own.start, own.start + own.count);
  const evaluate =
    valueFunction && createEvaluator(valueFunction, observationSize, evaluatedAtOnce, policy.backend);
  const observations = environments.map(() => new Float32Array(observationSize));
  const actionSize = actor.actions.length / environments.length;
  const actions = environments.map(() => actor.actions.slice(0, actionSize));
  const drawn = environments.map(() => actor.drawn.slice(0, actionSize));
  const recorders = environments.map((environment) => createRecorder(environment, actions[0], policy.masked));
  const join = createJoining(environments, recorders);
  const truncations = createTruncations(observationSize);
  const gather = createEpisodesGather(team);
  let begun = false;

  const begin = () => {
    begun = true;
    for (const recorder of recorders) recorder.clear();
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
    actor.sample(drawing);
    for (let i = 0; i < environments.length; i++) {
      if (recorders[i].ended) continue;
      for (let j = 0; j < actionSize; j++) {
        actions[i][j] = actor.actions[i * actionSize + j];
        drawn[i][j] = actor.drawn[i * actionSize + j];
      }
      recorders[i].before(observations[i], drawn[i], actor.logProbs[i]);
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
      evaluate(trajectory.observations, trajectory.steps, trajectory.values);
      let end = -1;
      environments.forEach((environment, i) => {
        end += recorders[i].rewards.count;
        if (trajectory.terminated[end] === 0) truncations.add(end, environment.finalObservations, 0);
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

/** One episode being written down, and the next one after `clear`. */
function createRecorder(environment: VectorEnvironment, action: Int32Array | Float32Array, masked: boolean) {
  // An environment without a mask beside others that have one.
  const mask = environment.legalActions ?? new Uint8Array(environment.actionSpace.size).fill(1);
  const rows = {
    observations: createGrowingRows(Float32Array, environment.observationSize),
    actions: createGrowingRows(action.constructor as ArrayType<typeof action>, action.length),
    legalActions: masked ? createGrowingRows(Uint8Array, mask.length) : undefined,
    logProbs: createGrowingRows(Float32Array, 1),
    movers: environment.movers && createGrowingRows(Int32Array, 1),
    rewards: createGrowingRows(Float64Array, environment.players),
  };
  const logProb = new Float32Array(1);
  return {
    ...rows,
    ended: false,
    before(observation: Float32Array, action: Int32Array | Float32Array, logProbOfAction: number): void {
      rows.observations.add(observation);
      rows.actions.add(action);
      rows.legalActions?.add(mask);
      if (environment.movers) rows.movers?.add(environment.movers);
      logProb[0] = logProbOfAction;
      rows.logProbs.add(logProb);
    },
    after(): void {
      rows.rewards.add(environment.rewards);
      this.ended = environment.episodesEnded > 0;
    },
    clear(): void {
      for (const each of Object.values(rows)) each?.clear();
      this.ended = false;
    },
  };
}

type Recorder = ReturnType<typeof createRecorder>;

/** Makes one trajectory of what the recorders have written down. Its arrays are used again by the next. */
function createJoining(environments: readonly VectorEnvironment[], recorders: readonly Recorder[]) {
  const [{ players }] = environments;
  const arrays = new Map<string, NumberArray>();
  const room = <A extends NumberArray>(name: string, type: ArrayType<A>, length: number): A => {
    let array = arrays.get(name);
    if (array === undefined || array.length < length) {
      array = new type(2 * length);
      arrays.set(name, array);
    }
    return array.subarray(0, length) as A;
  };
  const joined = <A extends NumberArray>(
    name: string,
    lists: readonly GrowingRows<A>[],
    steps: number,
  ): A => {
    const [{ type, width }] = lists;
    const all = room(name, type, steps * width);
    let at = 0;
    for (const list of lists) {
      list.copyTo(all, at);
      at += list.count * width;
    }
    return all;
  };
  const lists = <Name extends keyof Recorder>(name: Name) => recorders.map((recorder) => recorder[name]);

  return (): Trajectory => {
    const steps = recorders.reduce((sum, { rewards }) => sum + rewards.count, 0);
    const ofSteps = <A extends NumberArray>(name: string, type: ArrayType<A>, width = 1) =>
      room(name, type, steps * width).fill(0) as A;
    const hasMovers = recorders[0].movers !== undefined;
    const trajectory = {
      steps,
      count: 1,
      players,
      movers: hasMovers ? joined("movers", lists("movers") as GrowingRows<Int32Array>[], steps) : undefined,
      finalMovers: hasMovers ? ofSteps("finalMovers", Int32Array) : undefined,
      lastMovers: hasMovers ? new Int32Array(1) : undefined,
      observations: joined("observations", lists("observations"), steps),
      actions: joined("actions", lists("actions"), steps),
      legalActions:
        recorders[0].legalActions &&
        joined("legalActions", lists("legalActions") as GrowingRows<Uint8Array>[], steps),
      logProbs: joined("logProbs", lists("logProbs"), steps),
      rewards: joined("rewards", lists("rewards"), steps),
      terminated: ofSteps("terminated", Uint8Array),
      truncated: ofSteps("truncated", Uint8Array),
      values: ofSteps("values", Float32Array),
      finalValues: ofSteps("finalValues", Float32Array),
      lastValues: new Float32Array(1),
      stepsBefore: new Int32Array(1),
      episodeLengths: ofSteps("episodeLengths", Int32Array),
      episodeReturns: ofSteps("episodeReturns", Float64Array, players),
      episodeInfo: [] as InfoAt[],
    };
    let end = -1;
    environments.forEach((environment, i) => {
      end += recorders[i].rewards.count;
      trajectory.terminated[end] = environment.terminated[0];
      trajectory.truncated[end] = environment.truncated[0];
      trajectory.episodeLengths[end] = environment.episodeLengths[0];
      trajectory.episodeReturns.set(environment.episodeReturns, end * players);
      if (trajectory.finalMovers) trajectory.finalMovers[end] = environment.finalMovers![0];
      const [info] = environment.episodeInfo;
      if (info) trajectory.episodeInfo.push({ at: end, info });
    });
    return trajectory;
  };
}
