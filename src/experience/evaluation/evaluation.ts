import type { EpisodeInfo } from "../../environments/index.ts";
import { maximumOf, minimumOf } from "../../math/extremes.ts";
import { type InfoMeans, infoMeans } from "../episode-statistics.ts";

/** What a policy achieved. */
export interface Evaluation extends InfoMeans {
  readonly episodes: number;
  /** Mean of the returns (sums of rewards, not discounted). */
  readonly mean: number;
  /** Their standard deviation (that of these episodes: divided by their number). */
  readonly std: number;
  /**
   * Standard error of the mean: what the mean of so many episodes differs by from that of all episodes, as a standard
   * deviation. NaN for a single episode, which does not tell.
   */
  readonly standardError: number;
  readonly min: number;
  readonly max: number;
  /** Mean number of steps of an episode. */
  readonly meanLength: number;
  /** The return of every episode, in order. */
  readonly returns: readonly number[];
  /** The number of steps of every episode, in the same order. */
  readonly lengths: readonly number[];
  /** An observation outside its bounds, a copy that could not be closed; mostly empty. */
  readonly warnings: readonly string[];
}

/** Episodes that were played, an entry for each. */
export interface PlayedEpisodes {
  readonly returns: Float64Array;
  readonly lengths: Int32Array;
  readonly infos: readonly (EpisodeInfo | undefined)[];
}

export function summarize({ returns, lengths, infos }: PlayedEpisodes): Omit<Evaluation, "warnings"> {
  const episodes = returns.length;
  const mean = returns.reduce((sum, x) => sum + x, 0) / episodes;
  const squares = returns.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return {
    episodes,
    mean,
    std: Math.sqrt(squares / episodes),
    standardError: Math.sqrt(squares / (episodes - 1) / episodes),
    min: minimumOf(returns),
    max: maximumOf(returns),
    meanLength: lengths.reduce((sum, length) => sum + length, 0) / episodes,
    returns: Array.from(returns),
    lengths: Array.from(lengths),
    ...infoMeans(infos),
  };
}
