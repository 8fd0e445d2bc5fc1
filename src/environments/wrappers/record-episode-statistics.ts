import { arrayState } from "../../state/index.ts";
import type { EnvironmentSource } from "../environment-source.ts";
import { requireOnePlayer } from "./wrapping/require-wrappable.ts";
import { type Wrapped, wrapDefinition } from "./wrapping/wrap-definition.ts";

/**
 * Adds `episodeReturn`, the sum of the episode's rewards, and `episodeLength`, the number of its steps, to the `info` of the
 * last step of an episode (`info.episode` of Gymnasium's RecordEpisodeStatistics). Reports and evaluations average them over
 * episodes: around an environment and within a wrapper that changes rewards or repeats actions, it tells of the environment's
 * own rewards and steps.
 *
 * `create` throws a TypeError for a game of several players.
 *
 * @example
 * clipReward(recordEpisodeStatistics("Taxi-v4"), { low: -1, high: 1 });
 */
export function recordEpisodeStatistics<const Source extends EnvironmentSource>(
  source: Source,
): Wrapped<Source> {
  return wrapDefinition(
    "recordEpisodeStatistics",
    source,
    [],
    (environment, owner) => {
      requireOnePlayer(owner, environment);
      /** Return and length so far. */
      const episode = new Float64Array(2);
      return {
        begin: () => void episode.fill(0),
        stepped(result) {
          episode[0] += result.reward;
          episode[1] += 1;
          if (!result.terminated && !result.truncated) return result;
          const [episodeReturn, episodeLength] = episode;
          return { ...result, info: { ...result.info, episodeReturn, episodeLength } };
        },
        state: arrayState(episode),
      };
    },
    (maxEpisodeSteps) => maxEpisodeSteps,
  );
}
