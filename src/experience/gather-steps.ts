import type { ArrayType, NumberArray, Share, Team } from "../workers/index.ts";

/** Arrays `[steps, copies, …]` by name. */
export type StepArrays = Readonly<Record<string, NumberArray | undefined>>;

/** Which steps are put together. */
export interface GatherStepsOptions {
  readonly steps: number;
  /** The copies of this member. */
  readonly own: Share;
  /** The number of copies of all members. */
  readonly count: number;
}

/**
 * Puts the steps of all members' copies together: arrays `[steps, own copies, …]` of each member become arrays
 * `[steps, count, …]` that all have, as if one member had stepped every copy. They hold until the next call. Who is
 * alone gets his own arrays back.
 */
export function createStepsGather(team: Team, { steps, own, count }: GatherStepsOptions) {
  let shared: Record<string, NumberArray | undefined> | undefined;
  return <Arrays extends StepArrays>(arrays: Arrays): Arrays => {
    if (team.size === 1) return arrays;
    shared ??= Object.fromEntries(
      Object.entries(arrays).map(([name, array]) => [name, array && widened(array, count / own.count)]),
    );
    team.barrier(); // somebody may still read what was put together before
    for (const name in arrays) placeColumns(arrays[name], shared[name]);
    team.barrier();
    return shared as Arrays;
  };

  function widened(array: NumberArray, factor: number): NumberArray {
    return team.array(array.constructor as ArrayType<NumberArray>, Math.round(array.length * factor));
  }

  function placeColumns(from: NumberArray | undefined, to: NumberArray | undefined): void {
    if (from === undefined || to === undefined) return;
    const width = from.length / steps;
    const stride = to.length / steps;
    const first = (width / own.count) * own.start;
    for (let step = 0; step < steps; step++) {
      const source = step * width;
      const target = step * stride + first;
      for (let i = 0; i < width; i++) to[target + i] = from[source + i];
    }
  }
}
