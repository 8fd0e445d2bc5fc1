import * as v from "valibot";
import type { EpisodeStatistics } from "../../experience/index.ts";
import { anyNumber } from "../any-number.ts";

/** The latest reports in which episodes ended, from the oldest on: how many episodes, and their mean return. */
export const recentState = v.array(v.tuple([v.number(), anyNumber]));

export type RecentState = v.InferOutput<typeof recentState>;

/** The returns of the latest episodes of a training. */
export interface RecentReturns {
  add(episodes: Pick<EpisodeStatistics, "count" | "meanReturn">): void;
  /** The mean return of the last 100 episodes, or a few more; undefined before there are as many. */
  mean(): { readonly mean: number; readonly episodes: number } | undefined;
  save(): RecentState;
}

const fewest = 100;

/** @param saved goes on from there */
export function createRecentReturns(saved: RecentState = []): RecentReturns {
  const reports = [...saved];
  const countOf = (some: RecentState) => some.reduce((sum, [count]) => sum + count, 0);
  return {
    add({ count, meanReturn }) {
      if (count === 0) return;
      reports.push([count, meanReturn]);
      while (countOf(reports.slice(1)) >= fewest) reports.shift();
    },
    mean() {
      const episodes = countOf(reports);
      if (episodes < fewest) return undefined;
      return { mean: reports.reduce((sum, [count, mean]) => sum + count * mean, 0) / episodes, episodes };
    },
    save: () => [...reports],
  };
}
