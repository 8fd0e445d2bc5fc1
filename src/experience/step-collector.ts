import type { VectorEnvironment } from "../environments/vectorize/vector-environment.ts";
import {
  type ActionArray,
  createActor,
  createEvaluator,
  type Policy,
  type ValueFunction,
} from "../policies/index.ts";
import { requireFittingEnvironment } from "../policies/require-fitting-environment.ts";
import type { NoiseSource } from "../random/index.ts";
import { type Stateful, stateOf } from "../state/index.ts";
import type { ArrayType, Share, Team } from "../workers/index.ts";
import type { Collector } from "./collector.ts";
import { copyMemory } from "./copy-memory.ts";
import { createInfoGather } from "./gather-info.ts";
import { requireTrainableGame } from "./require-trainable-game.ts";
import type { InfoAt, Trajectory, TransitionTrajectory } from "./trajectory.ts";
import { createTruncations } from "./truncations.ts";

export interface StepCollectorOptions {
  readonly policy: Policy;
  /** Judges what was seen; without it all values are 0. */
  readonly valueFunction?: ValueFunction;
  /** T: steps of every copy in a batch. */
  readonly steps: number;
  /** One for each copy of all members: what a copy does depends on no other. */
  readonly generators: readonly (NoiseSource & Stateful)[];
  /** Which of all copies are this member's. */
  readonly own: Share;
  readonly team: Team;
  /** Whether the trajectory has `nextObservations`, for replay; default false. */
  readonly keepsNext?: boolean;
  /** Where the numbers of these names are to be written, such as where a program reads them. */
  readonly into?: Partial<Places>;
}

/** What may be written where a program reads it. */
type Places = Pick<
  Trajectory,
  | "observations"
  | "actions"
  | "legalActions"
  | "logProbs"
  | "values"
  | "policyStates"
  | "valueStates"
  | "begins"
>;

/**
 * Collects a fixed number of steps of every copy; episodes go on from one batch into the next. All members get the
 * steps of all copies. Nothing is allocated from one batch to the next.
 *
 * @param environment this member's copies
 */
export function createStepCollector(
  environment: VectorEnvironment,
  options: StepCollectorOptions & { readonly keepsNext: true },
): Collector<TransitionTrajectory>;
export function createStepCollector(environment: VectorEnvironment, options: StepCollectorOptions): Collector;
export function createStepCollector(
  environment: VectorEnvironment,
  options: StepCollectorOptions,
): Collector {
  const { policy, valueFunction, steps, generators, own, team } = options;
  const { count, observationSize, legalActions, players } = environment;
  requireFittingEnvironment(policy, environment);
  const { stateSize = 0, stateName } = valueFunction ?? {};
  const statesSize = policy.stateSize + stateSize;
  const isRecurrent = statesSize > 0;
  requireTrainableGame(environment, { keepsNext: options.keepsNext === true, stateSize: statesSize });
  // The members of a team write what they collect side by side in arrays that all of them see.
  const total = generators.length;
  const size = steps * total;
  const into = team.size === 1 ? (options.into ?? {}) : {};
  const actor = createActor(policy, count, valueFunction);
  const evaluate = valueFunction && createEvaluator(valueFunction, observationSize, count, policy.backend);
  const drawing = generators.slice(own.start, own.start + own.count);
  const drawnSize = actor.drawn.length / count;
  const maskSize = legalActions ? legalActions.length / count : 0;
  const floats = (length: number) => team.array(Float32Array, length);
  const ofMovers = (length: number) => (environment.movers ? team.array(Int32Array, length) : undefined);

  const ofStates = (numbers: number) => (numbers > 0 ? floats(size * numbers) : undefined);
  const drawnType = actor.drawn.constructor as ArrayType<ActionArray>;
  const arrays: Places = {
    observations: into.observations ?? floats(size * observationSize),
    actions: into.actions ?? team.array(drawnType, size * drawnSize),
    legalActions: into.legalActions ?? (legalActions && team.array(Uint8Array, size * maskSize)),
    logProbs: into.logProbs ?? floats(size),
    values: into.values ?? floats(size),
    policyStates: into.policyStates ?? ofStates(policy.stateSize),
    valueStates: into.valueStates ?? ofStates(stateName === "valueStates" ? stateSize : 0),
    begins: into.begins ?? (isRecurrent ? floats(size) : undefined),
  };
  const nextObservations = options.keepsNext ? floats(size * observationSize) : undefined;
  const batch = {
    steps,
    count: total,
    players,
    ...arrays,
    movers: ofMovers(size),
    finalMovers: ofMovers(size),
    lastMovers: ofMovers(total),
    rewards: team.array(Float64Array, size * players),
    terminated: team.array(Uint8Array, size),
    truncated: team.array(Uint8Array, size),
    nextObservations,
    finalValues: floats(size),
    lastValues: floats(total),
    stepsBefore: team.array(Int32Array, total),
    episodeLengths: team.array(Int32Array, size),
    episodeReturns: team.array(Float64Array, size * players),
    episodeInfo: [] as readonly InfoAt[],
  };
  const shared = (Object.keys(arrays) as (keyof Places)[]).filter((name) => into[name]);
  /** A program's arrays are detached, and thereby empty, when its memory has grown. */
  const refetch = (): void => {
    if (shared.length === 0 || batch[shared[0]]?.length !== 0) return;
    for (const name of shared) Object.assign(batch, { [name]: into[name] });
  };
  const lastValues = batch.lastValues.subarray(own.start, own.start + count);
  const told: InfoAt[] = [];
  const gatherInfo = createInfoGather(team);
  const truncations = createTruncations(observationSize, stateSize);
  let begun = false;

  /** Where the rows of this member's copies begin. */
  const rowOf = (step: number): number => step * total + own.start;
  /** Says of all steps that no episode ends there: few do, and only of those something is written. */
  const clearEnds = (ends: Uint8Array | Int32Array): void => {
    if (count === total) ends.fill(0);
    else for (let step = 0; step < steps; step++) ends.fill(0, rowOf(step), rowOf(step) + count);
  };
  const begin = (): void => {
    begun = true;
    team.barrier(); // others may still read the steps of before
    batch.stepsBefore.set(environment.episodeSteps, own.start);
    clearEnds(batch.terminated);
    clearEnds(batch.truncated);
    clearEnds(batch.episodeLengths);
    told.length = 0;
  };
  const act = (step: number): void => {
    team.check();
    refetch();
    const at = rowOf(step);
    batch.observations.set(actor.observations, at * observationSize);
    if (legalActions) {
      actor.legalActions?.set(legalActions);
      batch.legalActions?.set(legalActions, at * maskSize);
    }
    if (isRecurrent) keepMemory(at);
    if (environment.movers) batch.movers?.set(environment.movers, at);
    actor.sample(drawing);
    batch.actions.set(actor.drawn, at * drawnSize);
    batch.logProbs.set(actor.logProbs, at);
    batch.values.set(actor.values, at);
  };
  const keepMemory = (at: number): void => {
    batch.policyStates?.set(actor.policyStates, at * policy.stateSize);
    batch.valueStates?.set(actor.valueStates, at * stateSize);
    const begins = batch.begins!;
    for (let i = 0; i < count; i++) begins[at + i] = environment.episodeSteps[i] === 0 ? 1 : 0;
  };
  const record = (step: number): void => {
    const at = rowOf(step);
    batch.rewards.set(environment.rewards, at * players);
    nextObservations?.set(actor.observations, at * observationSize);
    if (environment.episodesEnded === 0) return;
    batch.terminated.set(environment.terminated, at);
    batch.truncated.set(environment.truncated, at);
    for (let copy = 0; copy < count; copy++) {
      if (environment.terminated[copy] === 0 && environment.truncated[copy] === 0) continue;
      batch.episodeLengths[at + copy] = environment.episodeLengths[copy];
      for (let player = 0; player < players; player++) {
        batch.episodeReturns[(at + copy) * players + player] =
          environment.episodeReturns[copy * players + player];
      }
      if (batch.finalMovers) batch.finalMovers[at + copy] = environment.finalMovers![copy];
      const info = environment.episodeInfo[copy];
      if (info) told.push({ at: at + copy, info });
      if (nextObservations) keepFinal(nextObservations, at, copy);
      if (environment.terminated[copy] === 0) {
        truncations.add(at + copy, environment.finalObservations, copy, actor.valueStates);
      }
      actor.begin(copy);
    }
  };
  /** Without a view of the row, which would be allocated. */
  const keepFinal = (next: Float32Array, at: number, copy: number): void => {
    const target = (at + copy) * observationSize;
    const source = copy * observationSize;
    for (let i = 0; i < observationSize; i++) next[target + i] = environment.finalObservations[source + i];
  };
  const finish = (): Trajectory => {
    if (environment.movers) batch.lastMovers?.set(environment.movers, own.start);
    if (evaluate) {
      evaluate(actor.observations, count, lastValues, actor.valueStates);
      truncations.evaluate(evaluate, batch.finalValues);
    }
    truncations.clear();
    refetch();
    batch.episodeInfo = gatherInfo(told);
    return batch;
  };

  return {
    stepsPerBatch: steps * generators.length,
    players,
    beginsNewEpisodes: !environment.savesState,
    copies: drawing.map((generator, copy) =>
      stateOf({
        generator,
        environment: {
          // A copy that has not begun has no state yet: it begins as it would have.
          save: () => (begun ? environment.saveCopy(copy, actor.observations) : null),
          restore(saved) {
            if (saved === null) return;
            environment.restoreCopy(copy, saved, actor.observations);
            begun = true;
          },
        },
        // Behind the environment, which is restored before.
        ...(isRecurrent && { memory: copyMemory(actor, copy, () => environment.episodeSteps[copy] === 0) }),
      }),
    ),
    collect() {
      if (begun) environment.beginRestored(actor.observations);
      else environment.reset(actor.observations);
      begin();
      for (let step = 0; step < steps; step++) {
        act(step);
        environment.step(actor.actions, actor.observations);
        record(step);
      }
      return finish();
    },
    async collectLater() {
      if (begun) await environment.beginRestoredLater(() => actor.observations);
      else await environment.resetLater(() => actor.observations);
      begin();
      for (let step = 0; step < steps; step++) {
        act(step);
        await environment.stepLater(actor.actions, () => actor.observations);
        record(step);
      }
      return finish();
    },
    close: () => environment.close(),
  };
}
