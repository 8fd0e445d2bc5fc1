import type { ArrayType, NumberArray, Share, Team } from "../team/index.ts";
import { type Episodes, startsOf } from "./collect-episodes.ts";

/** Which episodes are put together. */
export interface GatherEpisodesOptions {
  /** Those of this member, of every batch. */
  readonly own: Share;
  /** The number of episodes of all members in a batch. */
  readonly count: number;
}

/**
 * Puts the episodes of all members together, in the members' order: all get the whole batch, as if one member had
 * played every episode. It holds until the next call. Who is alone gets his own batch back.
 */
export function createEpisodesGather(team: Team, { own, count }: GatherEpisodesOptions) {
  const arrays = new Map<string, NumberArray>();

  /** An array of a name that all have, with room for `length` entries; what is in it may be lost. */
  const shared = <A extends NumberArray>(name: string, like: A, length: number): A => {
    let array = arrays.get(name);
    if (array === undefined || array.length < length) {
      array = team.array(like.constructor as ArrayType<NumberArray>, 2 * length);
      arrays.set(name, array);
    }
    return array.subarray(0, length) as A;
  };

  return (episodes: Episodes): Episodes => {
    if (team.size === 1) return episodes;

    /** Puts this member's entries where they belong among those of all. */
    const place = <Name extends keyof Episodes>(name: Name, from: number, length: number): Episodes[Name] => {
      const mine = episodes[name] as NumberArray;
      const all = shared(name, mine, length);
      all.set(mine, from);
      return all as Episodes[Name];
    };
    const placeEpisodes = <Name extends keyof Episodes>(name: Name) => {
      const size = (episodes[name] as NumberArray).length / own.count;
      return place(name, own.start * size, count * size);
    };

    team.barrier(); // somebody may still read the batch before
    const episodeLengths = placeEpisodes("episodeLengths");
    const episodeReturns = placeEpisodes("episodeReturns");
    const truncated = placeEpisodes("truncated");
    const finalObservations = placeEpisodes("finalObservations");
    team.barrier();

    const starts = startsOf(episodeLengths);
    const steps = starts[count - 1] + episodeLengths[count - 1];
    const placeSteps = <Name extends keyof Episodes>(name: Name) => {
      const size = (episodes[name] as NumberArray).length / episodes.steps;
      return place(name, starts[own.start] * size, steps * size);
    };
    const batch: Episodes = {
      steps,
      starts,
      observations: placeSteps("observations"),
      actions: placeSteps("actions"),
      legalActions: episodes.legalActions && placeSteps("legalActions"),
      rewards: placeSteps("rewards"),
      truncated,
      finalObservations,
      episodeLengths,
      episodeReturns,
    };
    team.barrier();
    return batch;
  };
}
