/** Episodes that ended while something was collected. */
export interface EpisodeStatistics {
  readonly count: number;
  /** Mean sum of rewards; NaN when no episode ended. */
  readonly meanReturn: number;
  /** Mean number of steps; NaN when no episode ended. */
  readonly meanLength: number;
}

/**
 * @param lengths numbers of steps, one for each entry; 0 where no episode ended
 * @param returns sums of rewards, at the same entries
 */
export function episodeStatistics(lengths: ArrayLike<number>, returns: ArrayLike<number>): EpisodeStatistics {
  let count = 0;
  let length = 0;
  let sum = 0;
  for (let i = 0; i < lengths.length; i++) {
    if (lengths[i] === 0) continue;
    count++;
    length += lengths[i];
    sum += returns[i];
  }
  return { count, meanReturn: sum / count, meanLength: length / count };
}
