/** Steps after which an episode that is kept whole counts as endless. */
export const longestEpisodeByDefault = 100_000;

/**
 * The error on an episode that has not ended.
 *
 * @param where what plays it, such as "an episode of the evaluation"
 * @param limit the number of steps that it was given
 * @param larger what gives it more, in the words of whoever can
 */
export function endlessEpisode(
  environmentId: string,
  where: string,
  limit: number,
  larger = "raise the option longestEpisode",
): Error {
  return new Error(
    `${environmentId}: ${where} has not ended after ${limit} steps. ` +
      "Give it a time limit: timeLimit(environment, 500), or maxEpisodeSteps in its definition (in the environment itself it " +
      `is not read); or ${larger}.`,
  );
}
