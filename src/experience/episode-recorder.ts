import type { VectorEnvironment } from "../environments/vectorize/vector-environment.ts";
import type { ArrayType, NumberArray } from "../workers/index.ts";
import { createGrowingRows, type GrowingRows } from "./growing-rows.ts";
import type { InfoAt, Trajectory } from "./trajectory.ts";

/** What is written down of a step beside what all have. */
interface Recorded {
  readonly masked: boolean;
  /** Numbers of the state of a recurrent policy, and value function; 0 for others. */
  readonly ofPolicy: number;
  readonly ofValue: number;
}

/** One episode being written down, and the next one after `clear`. */
export function createRecorder(
  environment: VectorEnvironment,
  action: Int32Array | Float32Array,
  { masked, ofPolicy, ofValue }: Recorded,
) {
  // An environment without a mask beside others that have one.
  const mask = environment.legalActions ?? new Uint8Array(environment.actionSpace.size).fill(1);
  const rows = {
    observations: createGrowingRows(Float32Array, environment.observationSize),
    actions: createGrowingRows(action.constructor as ArrayType<typeof action>, action.length),
    legalActions: masked ? createGrowingRows(Uint8Array, mask.length) : undefined,
    logProbs: createGrowingRows(Float32Array, 1),
    movers: environment.movers && createGrowingRows(Int32Array, 1),
    rewards: createGrowingRows(Float64Array, environment.players),
    policyStates: ofPolicy > 0 ? createGrowingRows(Float32Array, ofPolicy) : undefined,
    valueStates: ofValue > 0 ? createGrowingRows(Float32Array, ofValue) : undefined,
    begins: ofPolicy + ofValue > 0 ? createGrowingRows(Float32Array, 1) : undefined,
    values: ofValue > 0 ? createGrowingRows(Float32Array, 1) : undefined,
  };
  const logProb = new Float32Array(1);
  const single = new Float32Array(1);
  const stateAfter = new Float32Array(ofValue);
  return {
    ...rows,
    /** Of a recurrent value function: after the last step. */
    stateAfter,
    ended: false,
    /** The states before a step. */
    remember(policyState: Float32Array, valueState: Float32Array): void {
      single[0] = rows.rewards.count === 0 ? 1 : 0;
      rows.begins?.add(single);
      rows.policyStates?.add(policyState);
      rows.valueStates?.add(valueState);
    },
    /** What a recurrent value function says of a step, and its state after it. */
    judge(value: number, valueState: Float32Array): void {
      single[0] = value;
      rows.values?.add(single);
      stateAfter.set(valueState);
    },
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

export type Recorder = ReturnType<typeof createRecorder>;

/** Makes one trajectory of what the recorders have written down. Its arrays are used again by the next. */
export function createJoining(environments: readonly VectorEnvironment[], recorders: readonly Recorder[]) {
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

  /** Of what only recurrent policies or value functions have. */
  const joinedIfAny = (name: "policyStates" | "valueStates" | "begins" | "values", steps: number) =>
    recorders[0][name] && joined(name, lists(name) as GrowingRows<Float32Array>[], steps);

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
      policyStates: joinedIfAny("policyStates", steps),
      valueStates: joinedIfAny("valueStates", steps),
      begins: joinedIfAny("begins", steps),
      rewards: joined("rewards", lists("rewards"), steps),
      terminated: ofSteps("terminated", Uint8Array),
      truncated: ofSteps("truncated", Uint8Array),
      values: joinedIfAny("values", steps) ?? ofSteps("values", Float32Array),
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
