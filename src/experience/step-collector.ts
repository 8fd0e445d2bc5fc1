import { createActions } from "../environments/vectorize/action-layout.ts";
import type { VectorEnvironment } from "../environments/vectorize/vector-environment.ts";
import { createActor, createEvaluator, type Policy, type ValueFunction } from "../policies/index.ts";
import { requireFittingEnvironment } from "../policies/require-fitting-environment.ts";
import type { Generator } from "../random/index.ts";
import { stateOf } from "../state/index.ts";
import type { Share, Team } from "../workers/index.ts";
import type { Collector } from "./collector.ts";
import { copyMemory } from "./copy-memory.ts";
import { createTrajectoryGather } from "./gather-trajectory.ts";
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
  readonly generators: readonly Generator[];
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
  const { count, observationSize, actionSpace, legalActions, players } = environment;
  requireFittingEnvironment(policy, environment);
  const { stateSize = 0, stateName } = valueFunction ?? {};
  const statesSize = policy.stateSize + stateSize;
  const isRecurrent = statesSize > 0;
  requireTrainableGame(environment, { keepsNext: options.keepsNext === true, stateSize: statesSize });
  const size = steps * count;
  const into = team.size === 1 ? (options.into ?? {}) : {};
  const actor = createActor(policy, count, valueFunction);
  const evaluate = valueFunction && createEvaluator(valueFunction, observationSize, count, policy.backend);
  const drawing = generators.slice(own.start, own.start + own.count);

  const ofStates = (numbers: number) => (numbers > 0 ? new Float32Array(size * numbers) : undefined);
  const arrays: Places = {
    observations: into.observations ?? new Float32Array(size * observationSize),
    actions: into.actions ?? createActions(actionSpace, size),
    legalActions: into.legalActions ?? (legalActions && new Uint8Array(steps * legalActions.length)),
    logProbs: into.logProbs ?? new Float32Array(size),
    values: into.values ?? new Float32Array(size),
    policyStates: into.policyStates ?? ofStates(policy.stateSize),
    valueStates: into.valueStates ?? ofStates(stateName === "valueStates" ? stateSize : 0),
    begins: into.begins ?? (isRecurrent ? new Float32Array(size) : undefined),
  };
  const nextObservations = options.keepsNext ? new Float32Array(size * observationSize) : undefined;
  const batch = {
    steps,
    count,
    players,
    ...arrays,
    movers: environment.movers && new Int32Array(size),
    finalMovers: environment.movers && new Int32Array(size),
    lastMovers: environment.movers && new Int32Array(count),
    rewards: new Float64Array(size * players),
    terminated: new Uint8Array(size),
    truncated: new Uint8Array(size),
    nextObservations,
    finalValues: new Float32Array(size),
    lastValues: new Float32Array(count),
    stepsBefore: new Int32Array(count),
    episodeLengths: new Int32Array(size),
    episodeReturns: new Float64Array(size * players),
    episodeInfo: [] as InfoAt[],
  };
  const shared = (Object.keys(arrays) as (keyof Places)[]).filter((name) => into[name]);
  /** A program's arrays are detached, and thereby empty, when its memory has grown. */
  const refetch = (): void => {
    if (shared.length === 0 || batch[shared[0]]?.length !== 0) return;
    for (const name of shared) Object.assign(batch, { [name]: into[name] });
  };
  const truncations = createTruncations(observationSize, stateSize);
  const gather = createTrajectoryGather(team, { steps, own, count: generators.length });
  let begun = false;

  const begin = (): void => {
    begun = true;
    batch.stepsBefore.set(environment.episodeSteps);
    batch.episodeInfo.length = 0;
  };
  const act = (step: number): void => {
    team.check();
    refetch();
    const at = step * count;
    batch.observations.set(actor.observations, at * observationSize);
    if (legalActions) {
      actor.legalActions?.set(legalActions);
      batch.legalActions?.set(legalActions, step * legalActions.length);
    }
    if (isRecurrent) keepMemory(step);
    if (environment.movers) batch.movers?.set(environment.movers, at);
    actor.sample(drawing);
    batch.actions.set(actor.drawn, step * actor.drawn.length);
    batch.logProbs.set(actor.logProbs, at);
    batch.values.set(actor.values, at);
  };
  const keepMemory = (step: number): void => {
    batch.policyStates?.set(actor.policyStates, step * actor.policyStates.length);
    batch.valueStates?.set(actor.valueStates, step * actor.valueStates.length);
    const begins = batch.begins!;
    for (let i = 0; i < count; i++) begins[step * count + i] = environment.episodeSteps[i] === 0 ? 1 : 0;
  };
  const record = (step: number): void => {
    const at = step * count;
    batch.rewards.set(environment.rewards, at * players);
    batch.terminated.set(environment.terminated, at);
    batch.truncated.set(environment.truncated, at);
    batch.episodeLengths.fill(0, at, at + count);
    nextObservations?.set(actor.observations, at * observationSize);
    if (environment.episodesEnded === 0) return;
    for (let copy = 0; copy < count; copy++) {
      if (environment.terminated[copy] === 0 && environment.truncated[copy] === 0) continue;
      batch.episodeLengths[at + copy] = environment.episodeLengths[copy];
      for (let player = 0; player < players; player++) {
        batch.episodeReturns[(at + copy) * players + player] =
          environment.episodeReturns[copy * players + player];
      }
      if (batch.finalMovers) batch.finalMovers[at + copy] = environment.finalMovers![copy];
      const info = environment.episodeInfo[copy];
      if (info) batch.episodeInfo.push({ at: at + copy, info });
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
    if (environment.movers) batch.lastMovers?.set(environment.movers);
    if (evaluate) {
      evaluate(actor.observations, count, batch.lastValues, actor.valueStates);
      truncations.evaluate(evaluate, batch.finalValues);
    }
    truncations.clear();
    refetch();
    return gather(batch);
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
      if (!begun) environment.reset(actor.observations);
      begin();
      for (let step = 0; step < steps; step++) {
        act(step);
        environment.step(actor.actions, actor.observations);
        record(step);
      }
      return finish();
    },
    async collectLater() {
      if (!begun) await environment.resetLater(() => actor.observations);
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
