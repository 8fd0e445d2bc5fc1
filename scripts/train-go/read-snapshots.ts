import { copyPolicy, type Policy } from "../../src/policies/index.ts";
import { checkpointsIn, readCheckpoint } from "../../src/runs/checkpoints/checkpoint-files.ts";
import { loadRun, type MetricsLine, readMetrics } from "../../src/runs/index.ts";
import {
  decodeState,
  type Saved,
  savedArray,
  savedCount,
  savedList,
  savedRecord,
} from "../../src/state/index.ts";

/** A policy that a run had after some of its updates. */
export interface Snapshot {
  readonly policy: Policy;
  readonly updates: number;
  /** Moves of the policy until then. */
  readonly steps: number;
}

/**
 * Policies that a run of reinforcement had in between, from its pool of opponents, spread evenly between the first of them and
 * the last, which are left out.
 *
 * @throws if the folder has no such run, or its pool has fewer
 */
export function readSnapshots(run: string, count: number): Snapshot[] {
  const { policy, record } = loadRun(run);
  const latest = checkpointsIn(run).at(-1);
  if (record.algorithm !== "go-reinforcement" || latest === undefined) {
    throw new Error(
      `${run} is a run of ${record.algorithm}; snapshots are those of one of go-reinforcement with checkpoints`,
    );
  }
  const { pool, updates } = poolIn(decodeState(readCheckpoint(run, latest).training), sizeOf(policy));
  const lines = readMetrics(run);
  const [every, most] = [record.options.snapshotEvery, record.options.poolSize].map(Number);
  const joined = updatesOfPool(lines, { pool: pool.length, most, updates, every });
  return spread(pool.length, count).map((index) => ({
    policy: withWeights(policy, pool[index]),
    updates: joined[index],
    steps: lines.findLast(({ update }) => update <= joined[index])?.steps ?? 0,
  }));
}

/** The weights of each policy of the pool in the state of a training, from the oldest on, and how many updates there were. */
function poolIn(state: Saved, size: number) {
  const { training } = savedRecord(state, [
    ...(["format", "version", "algorithm", "environment", "spaces", "settings", "training"] as const),
  ]);
  const { learner } = training as Readonly<Record<string, Saved>>;
  // Where games begin at positions of others, it says which those are.
  const parts = ["learner", "rival", ...(Object.hasOwn(learner as object, "positions") ? ["positions"] : [])];
  const selfPlay = savedRecord(learner, parts).learner as Readonly<Record<string, Saved>>;
  const { snapshots } = savedRecord(selfPlay.pool, ["snapshots", "generator"]);
  const { updates } = savedRecord(selfPlay.gate, ["updates", "latest"]);
  const pool = savedList(snapshots).map((each) => savedArray(each, new Float32Array(size)));
  return { pool, updates: savedCount(updates) };
}

/**
 * After how many updates the policies of a pool were as they are there. The first is the one of the beginning. Others joined it in
 * every so many updates, as they had played the games of that update, before they learned from them; but for the first update,
 * whose policy is that of the beginning, and those that the gate turned away, as the metrics tell.
 *
 * @param most how many may be in the pool; beyond that, the oldest leaves
 */
export function updatesOfPool(
  lines: readonly MetricsLine[],
  { pool, most, updates, every }: Readonly<Record<"pool" | "most" | "updates" | "every", number>>,
): number[] {
  const rejected = new Set(lines.filter((line) => line.rejected === 1).map(({ update }) => update));
  const joined = Array.from({ length: Math.floor(updates / every) + 1 }, (_, i) => i * every).filter(
    (update) => update !== 1 && !rejected.has(update),
  );
  if (Math.min(joined.length, most) !== pool) {
    throw new Error(
      `the metrics tell of ${joined.length} policies that joined the pool in ${updates} updates, and it has ${pool}`,
    );
  }
  return joined.slice(-pool).map((update) => Math.max(0, update - 1));
}

/** Places from 0 to `length` − 1, spread evenly between both ends, which are left out. */
export function spread(length: number, count: number): number[] {
  if (length < count + 2) {
    throw new Error(
      `there are ${length} policies in the pool, too few for ${count} between the first and the last`,
    );
  }
  return Array.from({ length: count }, (_, i) => Math.round(((i + 1) * (length - 1)) / (count + 1)));
}

const variablesOf = ({ parameters, statistics }: Policy) => [...parameters, ...statistics];

function sizeOf(policy: Policy): number {
  return variablesOf(policy).reduce((sum, variable) => sum + policy.backend.values(variable).length, 0);
}

function withWeights(policy: Policy, weights: Float32Array): Policy {
  const copy = copyPolicy(policy);
  let at = 0;
  for (const variable of variablesOf(copy)) {
    const values = copy.backend.values(variable);
    values.set(weights.subarray(at, at + values.length));
    at += values.length;
  }
  return copy;
}
