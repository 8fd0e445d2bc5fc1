import { widthOf } from "../../graph/index.ts";
import { drawnActions } from "../../policies/drawn-actions.ts";
import type { Policy } from "../../policies/index.ts";
import type { Generator } from "../../random/index.ts";
import { stateOf } from "../../state/index.ts";
import type { ArrayType, NumberArray, Share, Team } from "../../workers/index.ts";
import type { Collector } from "../collector.ts";
import type { Trajectory } from "../trajectory.ts";
import type { DemonstrationRows, Demonstrations } from "./demonstrations.ts";
import type { Passes } from "./passes.ts";
import { requireSoundAction, requireSoundRow } from "./require-sound-row.ts";

/**
 * Changes a demonstration that was read to a row, in place, such as to a mirror image of it.
 *
 * @param steps of the demonstration: it has as many rows, from `row` on
 */
export type Augment = (rows: DemonstrationRows, row: number, generator: Generator, steps: number) => void;

export interface DemonstrationCollectorOptions {
  readonly policy: Policy;
  readonly demonstrations: Demonstrations;
  /** Which of them comes next. */
  readonly passes: Passes;
  readonly augment: Augment;
  /** T: minibatches of a batch. */
  readonly minibatches: number;
  /** One for each row of a minibatch, for what `augment` draws. */
  readonly generators: readonly Generator[];
  /** Which rows of each minibatch this member reads. */
  readonly own: Share;
  readonly team: Team;
}

/** Minibatches of demonstrations, `[T, N]`, each of as many steps as one has: what was seen and done, with how much each counts. */
export interface DemonstrationBatch extends Trajectory, Pick<DemonstrationRows, "targets"> {
  readonly weights: Float32Array;
}

/**
 * Hands out demonstrations in the place of experience: T minibatches of N, in the order of the passes. Each member reads its
 * share of the rows, and all get all of them.
 */
export function createDemonstrationCollector(
  options: DemonstrationCollectorOptions,
): Collector<DemonstrationBatch> {
  const { policy, demonstrations, passes, augment, minibatches, own, team } = options;
  const count = options.generators.length;
  const generators = options.generators.slice(own.start, own.start + own.count);
  const { steps = 1 } = demonstrations;
  const size = minibatches * count;
  const rows = createDemonstrationRows(policy, demonstrations, size * steps, team);
  const floats = new Float32Array(size);
  const batch: DemonstrationBatch = {
    ...{ steps: minibatches, count, players: 1 },
    ...{ movers: undefined, finalMovers: undefined, lastMovers: undefined },
    ...rows,
    ...{ logProbs: floats, rewards: new Float64Array(size), values: floats, finalValues: floats },
    ...{
      terminated: new Uint8Array(size),
      truncated: new Uint8Array(size),
      stepsBefore: new Int32Array(count),
    },
    ...{ lastValues: new Float32Array(count), episodeLengths: new Int32Array(size) },
    ...{ episodeReturns: new Float64Array(size), episodeInfo: [] },
  };
  const read = createReading(policy, demonstrations, rows, augment);
  const collect = (): DemonstrationBatch => {
    team.barrier(); // nobody reads the rows of before any more
    for (let at = 0; at < size; at++) {
      const index = passes.next();
      const row = at % count;
      if (row < own.start || row >= own.start + own.count) continue;
      read(index, at * steps, generators[row - own.start]);
    }
    team.barrier();
    return batch;
  };
  return {
    stepsPerBatch: size,
    batchInWords: `${minibatches} ${minibatches === 1 ? "minibatch" : "minibatches"} of ${count} demonstrations`,
    players: 1,
    beginsNewEpisodes: false,
    copies: generators.map((generator) => stateOf({ generator })),
    collect,
    collectLater: async () => collect(),
    close() {},
  };
}

/** Demonstrations that stay, read as they are, one behind the other: all members get all of them. @param indices which */
export function readDemonstrations(
  policy: Policy,
  demonstrations: Demonstrations,
  indices: readonly number[],
  team: Team,
): DemonstrationRows {
  const { steps = 1 } = demonstrations;
  const rows = createDemonstrationRows(policy, demonstrations, indices.length * steps, team);
  const read = createReading(policy, demonstrations, rows);
  const { start, count } = team.share(indices.length);
  for (let at = start; at < start + count; at++) read(indices[at], at * steps);
  team.barrier();
  return rows;
}

function createDemonstrationRows(
  { observationSpace, actionSpace, masked, rows }: Policy,
  { targetSize = 0 }: Demonstrations,
  count: number,
  team: Team,
): DemonstrationRows {
  const isInt = rows.actions.dtype === "int";
  const actionType = (isInt ? Int32Array : Float32Array) as ArrayType<NumberArray>;
  return {
    observations: team.array(Float32Array, count * observationSpace.size),
    actions: team.array(actionType, count * widthOf(rows.actions)) as DemonstrationRows["actions"],
    legalActions: masked ? team.array(Uint8Array, count * actionSpace.size) : undefined,
    weights: team.array(Float32Array, count),
    targets: targetSize > 0 ? team.array(Float32Array, count * targetSize) : undefined,
  };
}

/** Reads demonstrations to rows, checks them, and puts their actions as the policy would have drawn them. */
function createReading(
  policy: Policy,
  demonstrations: Demonstrations,
  rows: DemonstrationRows,
  augment?: Augment,
) {
  const toDrawn = drawnActions(policy);
  const actionSize = widthOf(policy.rows.actions);
  const maskSize = policy.actionSpace.size;
  const { steps = 1, targetSize = 0 } = demonstrations;
  return (index: number, first: number, generator?: Generator): void => {
    rows.legalActions?.fill(1, first * maskSize, (first + steps) * maskSize);
    rows.weights.fill(1, first, first + steps);
    rows.targets?.fill(0, first * targetSize, (first + steps) * targetSize);
    demonstrations.read(index, rows, first);
    if (generator && augment) {
      // A symmetry has no image of an action that there is not.
      for (let row = first; row < first + steps; row++) requireSoundAction(policy, rows, row, index);
      augment(rows, first, generator, steps);
    }
    for (let row = first; row < first + steps; row++) {
      requireSoundRow(policy, rows, row, index);
      toDrawn(rows.actions, row * actionSize);
    }
  };
}
