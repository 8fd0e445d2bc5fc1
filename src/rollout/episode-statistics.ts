/** Episodes that ended while something was collected. */
export interface EpisodeStatistics {
  readonly count: number;
  /** Mean sum of rewards; NaN when no episode ended. */
  readonly meanReturn: number;
  /** Mean number of steps; NaN when no episode ended. */
  readonly meanLength: number;
}

export function episodeStatistics(returns: readonly number[], lengths: readonly number[]): EpisodeStatistics {
  return { count: returns.length, meanReturn: mean(returns), meanLength: mean(lengths) };
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
