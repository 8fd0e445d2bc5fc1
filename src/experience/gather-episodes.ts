import type { ArrayType, NumberArray, Team } from "../workers/index.ts";
import { createInfoGather } from "./gather-info.ts";
import type { Trajectory } from "./trajectory.ts";

/**
 * Puts whole episodes of all members one after another, in the members' order, as if one member had played every
 * episode: all get the same trajectory. It holds until the next call. Of a single member it is returned as it is.
 */
export function createEpisodesGather(team: Team): (trajectory: Trajectory) => Trajectory {
  if (team.size === 1) return (trajectory) => trajectory;
  const stepsOf = team.array(Int32Array, team.size);
  const infos = createInfoGather(team);
  const arrays = new Map<string, NumberArray>();

  /** An array of a name that all have, with room for `length` entries; what is in it may be lost. */
  const shared = (name: string, like: NumberArray, length: number): NumberArray => {
    let array = arrays.get(name);
    if (array === undefined || array.length < length) {
      array = team.array(like.constructor as ArrayType<NumberArray>, 2 * length);
      arrays.set(name, array);
    }
    return array.subarray(0, length);
  };

  return (trajectory) => {
    const {
      steps: ownSteps,
      count,
      players,
      lastValues,
      lastMovers,
      stepsBefore,
      episodeInfo,
      ...own
    } = trajectory;
    infos.announce(episodeInfo);
    stepsOf[team.rank] = ownSteps;
    team.barrier(); // nobody reads the trajectory before any more, and all say how long theirs is
    const steps = stepsOf.reduce((sum, each) => sum + each, 0);
    const stepsBeforeMember = (rank: number) =>
      stepsOf.subarray(0, rank).reduce((sum, each) => sum + each, 0);
    const before = stepsBeforeMember(team.rank);
    infos.place();
    const placed = Object.entries(own).map(([name, array]) => {
      if (array === undefined) return [name, array];
      const width = array.length / ownSteps;
      const all = shared(name, array, width * steps);
      all.set(array, width * before);
      return [name, all];
    });
    const starts = Array.from(stepsOf, (_, rank) => stepsBeforeMember(rank));
    team.barrier();
    const told = infos
      .all()
      .flatMap((list, rank) => list.map(({ at, info }) => ({ at: at + starts[rank], info })));
    return {
      ...{ steps, count, players, lastValues, lastMovers, stepsBefore, episodeInfo: told },
      ...Object.fromEntries(placed),
    } as Trajectory;
  };
}
