import type { EpisodeStatistics } from "../../experience/index.ts";

/** The returns of a training so far. */
export interface ReturnHistory {
  /** The mean return of every report in which episodes ended. */
  readonly means: readonly number[];
  add(episodes: Pick<EpisodeStatistics, "count" | "meanReturn">): void;
  /** The mean return of the last 100 episodes or a few more; NaN before the first. */
  recent(): number;
}

const recentEpisodes = 100;

export function createReturnHistory(): ReturnHistory {
  const means: number[] = [];
  const counts: number[] = [];
  return {
    means,
    add({ count, meanReturn }) {
      if (count === 0) return;
      means.push(meanReturn);
      counts.push(count);
    },
    recent() {
      let episodes = 0;
      let sum = 0;
      for (let i = means.length - 1; i >= 0 && episodes < recentEpisodes; i--) {
        episodes += counts[i];
        sum += counts[i] * means[i];
      }
      return sum / episodes;
    },
  };
}
