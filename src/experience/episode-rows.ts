import type { VectorEnvironment } from "../environments/vectorize/vector-environment.ts";
import type { ActionArray, Actor } from "../policies/index.ts";
import type { ArrayType, NumberArray, Team } from "../workers/index.ts";
import { createInfoGather } from "./gather-info.ts";
import { createGrowingRows, type GrowingRows } from "./growing-rows.ts";
import type { InfoAt, Trajectory } from "./trajectory.ts";

/** Numbers of an observation from which on it is copied by a view, which is quicker then than one number after the other. */
const long = 128;

/** What networks need of each step. */
export interface KeptSizes {
  readonly masked: boolean;
  /** Numbers of the state of a recurrent policy, and value function; 0 for others. */
  readonly policyStateSize: number;
  readonly valueStateSize: number;
  /** Whether actions are the most probable ones, which are taken with probability 1. */
  readonly greedy: boolean;
}

/** The episodes that this member's copies play side by side; the next ones take their place. */
export interface EpisodeRows {
  /** Of each copy: what is acted on, that of each step, and behind the last one what the next episode begins with. */
  readonly observations: readonly GrowingRows<Float32Array>[];
  /** Of a recurrent value function: before each step, and behind the last one after it. */
  readonly valueStates: readonly GrowingRows<Float32Array>[] | undefined;
  /** All that is kept of each step, by the names of a trajectory. */
  readonly kept: Readonly<Record<string, readonly GrowingRows[]>>;
  /** Steps so far, of each copy. */
  readonly lengths: Int32Array;
  /** 1 where the episode of a copy has ended. */
  readonly ended: Uint8Array;
  /** An episode of each copy from number `first` to before `end`; the others wait meanwhile. */
  begin(first: number, end: number): void;
  /** Shows the actor what is to be acted on. */
  show(): void;
  /** Keeps what the actor did. */
  keepActions(): void;
  /** Keeps what came of it, when environments have written what follows behind it. Returns how many have not ended. */
  keepOutcomes(): number;
}

/** @param environments those whose episodes begin together are each acted in by a row of the actor */
export function createEpisodeRows(
  environments: readonly VectorEnvironment[],
  actor: Actor,
  { masked, policyStateSize, valueStateSize, greedy }: KeptSizes,
): EpisodeRows {
  const [{ observationSize: size, players }] = environments;
  const rowsOf = <A extends NumberArray>(type: ArrayType<A>, width: number) =>
    environments.map(() => createGrowingRows(type, width));
  // An environment without a mask beside others that have one may take every action.
  const masks = environments.map(
    ({ legalActions, actionSpace }) => legalActions ?? new Uint8Array(actionSpace.size).fill(1),
  );
  const actionSize = actor.drawn.length / actor.count;
  const observations = rowsOf(Float32Array, size);
  const actions = rowsOf(actor.drawn.constructor as ArrayType<ActionArray>, actionSize);
  const logProbs = rowsOf(Float32Array, 1);
  const rewards = rowsOf(Float64Array, players);
  const legalActions = masked ? rowsOf(Uint8Array, masks[0].length) : undefined;
  const movers = players > 1 ? rowsOf(Int32Array, 1) : undefined;
  const policyStates = policyStateSize > 0 ? rowsOf(Float32Array, policyStateSize) : undefined;
  const valueStates = valueStateSize > 0 ? rowsOf(Float32Array, valueStateSize) : undefined;
  const values = valueStateSize > 0 ? rowsOf(Float32Array, 1) : undefined;
  const lengths = new Int32Array(environments.length);
  const ended = new Uint8Array(environments.length);
  const certain = new Float32Array(actor.count);
  /** The copies that play, of which the first has the actor's row 0. */
  let first = 0;
  let end = 0;

  const keepStates = (copy: number, row: number): void => {
    policyStates?.[copy].set(row, actor.policyStates, (copy - first) * policyStateSize);
    valueStates?.[copy].set(row, actor.valueStates, (copy - first) * valueStateSize);
  };
  return {
    observations,
    valueStates,
    kept: {
      ...{ observations, actions, logProbs, rewards },
      ...(legalActions && { legalActions }),
      ...(movers && { movers }),
      ...(policyStates && { policyStates }),
      ...(valueStates && values && { valueStates, values }),
    },
    lengths,
    ended,
    begin(from, to) {
      first = from;
      end = to;
      for (let copy = first; copy < end; copy++) {
        observations[copy].array.copyWithin(0, lengths[copy] * size, (lengths[copy] + 1) * size);
        actor.begin(copy - first);
        keepStates(copy, 0);
      }
      lengths.fill(0, first, end);
      ended.fill(0, first, end);
    },
    show() {
      const shown = actor.observations;
      const legal = actor.legalActions;
      for (let copy = first; copy < end; copy++) {
        if (ended[copy] === 1) continue;
        const { array } = observations[copy];
        const from = lengths[copy] * size;
        const to = (copy - first) * size;
        if (size >= long) shown.set(array.subarray(from, from + size), to);
        else for (let i = 0; i < size; i++) shown[to + i] = array[from + i];
        legal?.set(masks[copy], (copy - first) * masks[copy].length);
        legalActions?.[copy].set(lengths[copy], masks[copy]);
        movers?.[copy].set(lengths[copy], environments[copy].movers!);
      }
    },
    keepActions() {
      const { drawn, values: valuesOfAll } = actor;
      const logProbsOfAll = greedy ? certain : actor.logProbs;
      for (let copy = first; copy < end; copy++) {
        if (ended[copy] === 1) continue;
        const row = lengths[copy];
        actions[copy].set(row, drawn, (copy - first) * actionSize);
        logProbs[copy].set(row, logProbsOfAll, copy - first);
        values?.[copy].set(row, valuesOfAll, copy - first);
        keepStates(copy, row + 1);
      }
    },
    keepOutcomes() {
      let running = 0;
      for (let copy = first; copy < end; copy++) {
        if (ended[copy] === 1) continue;
        rewards[copy].set(lengths[copy], environments[copy].rewards);
        lengths[copy] += 1;
        if (environments[copy].episodesEnded > 0) ended[copy] = 1;
        else running += 1;
      }
      return running;
    },
  };
}

/** What is 0 in a trajectory but where episodes end: arrays of an environment. */
const ofEnds = ["terminated", "truncated", "finalMovers", "episodeLengths", "episodeReturns"] as const;

/**
 * Puts the episodes of all members one after another, in the order of their copies, as if one member had played every one:
 * all get the same trajectory. It holds until the next call.
 *
 * @param isRecurrent whether there are states that begin anew where an episode does
 */
export function createEpisodesJoin(
  team: Team,
  environments: readonly VectorEnvironment[],
  { kept, lengths }: EpisodeRows,
  isRecurrent: boolean,
) {
  const [like] = environments;
  const stepsOf = team.array(Int32Array, team.size);
  const gatherInfo = createInfoGather(team);
  const arrays = new Map<string, NumberArray>();
  const columns = new Map<string, { readonly type: ArrayType<NumberArray>; readonly width: number }>();
  for (const name of ofEnds) {
    const array = like[name];
    if (array) columns.set(name, { type: array.constructor as ArrayType<NumberArray>, width: array.length });
  }
  for (const name of ["values", "finalValues", ...(isRecurrent ? ["begins"] : [])]) {
    columns.set(name, { type: Float32Array, width: 1 });
  }
  for (const name in kept) columns.set(name, kept[name][0]);

  /** An array that all members have, with room for `length` numbers; what is in it may be lost. */
  const room = (name: string, type: ArrayType<NumberArray>, length: number): NumberArray => {
    let array = arrays.get(name);
    if (array === undefined || array.length < length) {
      array = team.array(type, 2 * length);
      arrays.set(name, array);
    }
    return array.subarray(0, length);
  };
  const trajectoryOf = (
    steps: number,
    rows: Readonly<Record<string, NumberArray>>,
    episodeInfo: readonly InfoAt[],
  ) =>
    ({
      ...{ steps, count: 1, players: like.players, episodeInfo, ...rows },
      lastMovers: like.movers && new Int32Array(1),
      lastValues: new Float32Array(1),
      stepsBefore: new Int32Array(1),
    }) as unknown as Trajectory;

  /** @param judge writes values to the trajectory of this member's episodes */
  return (judge: (own: Trajectory) => void): Trajectory => {
    const ownSteps = lengths.reduce((sum, length) => sum + length, 0);
    stepsOf[team.rank] = ownSteps;
    team.barrier(); // nobody reads the trajectory before any more, and all say how long theirs is
    const start = stepsOf.subarray(0, team.rank).reduce((sum, each) => sum + each, 0);
    const steps = stepsOf.reduce((sum, each) => sum + each, 0);
    const all: Record<string, NumberArray> = {};
    const own: Record<string, NumberArray> = {};
    for (const [name, { type, width }] of columns) {
      all[name] = room(name, type, steps * width);
      own[name] = all[name].subarray(start * width, (start + ownSteps) * width);
      if (!(name in kept)) own[name].fill(0);
    }
    const told: InfoAt[] = [];
    let at = 0;
    environments.forEach((environment, copy) => {
      for (const name in kept) {
        const { array, width } = kept[name][copy];
        own[name].set(array.subarray(0, lengths[copy] * width), at * width);
      }
      if (isRecurrent) own.begins[at] = 1;
      at += lengths[copy];
      for (const name of ofEnds) {
        const array = environment[name];
        if (array) own[name].set(array, (at - 1) * array.length);
      }
      const [info] = environment.episodeInfo;
      if (info) told.push({ at: start + at - 1, info });
    });
    judge(trajectoryOf(ownSteps, own, []));
    return trajectoryOf(steps, all, gatherInfo(told));
  };
}
