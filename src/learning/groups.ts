import { episodeStarts, type Trajectory } from "../experience/index.ts";
import { maximumOf } from "../math/extremes.ts";
import { fraction, positiveInteger } from "./options/options.ts";

/** Options of algorithms whose baseline is a group of episodes that begin alike. */
export const groupOptions = {
  groupsPerUpdate: positiveInteger(8, "groups of episodes per update, each with a beginning of its own"),
  groupSize: positiveInteger(8, "episodes of a group, which begin alike; at least 2"),
  discount: fraction(1, "discount γ of an episode's return, which counts from its beginning"),
  sequenceLength: positiveInteger(
    32,
    "steps of the longest episode that a recurrent policy is trained on; of other policies it is not read",
  ),
};

export interface GroupSettings {
  readonly groupSize: number;
  readonly discount: number;
}

/**
 * The return of each episode, R = Σ γᵗ r_t from its beginning on: [players, episodes], so that the episodes of a group stand side
 * by side. In a game of several players t counts the moves of all.
 *
 * @throws RangeError when the episodes of a group do not begin with the same observation
 */
export function groupReturns(episodes: Trajectory, { groupSize, discount }: GroupSettings): Float64Array {
  const { rewards, players, steps } = episodes;
  const starts = episodeStarts(episodes);
  requireSameBeginnings(episodes, starts, groupSize);
  const count = starts.length;
  const returns = new Float64Array(players * count);
  for (let episode = 0; episode < count; episode++) {
    let power = 1;
    for (let t = starts[episode]; t < (starts[episode + 1] ?? steps); t++) {
      for (let player = 0; player < players; player++) {
        returns[player * count + episode] += power * rewards[t * players + player];
      }
      power *= discount;
    }
  }
  return returns;
}

/** Takes from each number the mean of the others of its group, in place: groups of so many stand side by side. */
export function subtractMeanOfOthers(values: Float64Array, groupSize: number): void {
  for (let start = 0; start < values.length; start += groupSize) {
    let total = 0;
    for (let i = start; i < start + groupSize; i++) total += values[i];
    for (let i = start; i < start + groupSize; i++) values[i] -= (total - values[i]) / (groupSize - 1);
  }
}

/** @throws RangeError when an episode has more steps than a recurrent policy is trained on: see {@link groupOptions} */
export function requireWholeEpisodes(
  { episodeLengths }: Trajectory,
  { stateSize }: { readonly stateSize: number },
  sequenceLength: number,
): void {
  const longest = maximumOf(episodeLengths);
  if (stateSize === 0 || longest <= sequenceLength) return;
  throw new RangeError(
    `option sequenceLength is ${sequenceLength}, and an episode has ${longest} steps; a recurrent policy is trained on whole ` +
      "episodes: raise it, or give the environment a time limit",
  );
}

/** For every step what its episode has, for whoever moved. @param values [players, episodes] */
export function toSteps(values: ArrayLike<number>, episodes: Trajectory): Float64Array {
  const { steps, movers } = episodes;
  const starts = episodeStarts(episodes);
  const ofSteps = new Float64Array(steps);
  starts.forEach((start, episode) => {
    for (let t = start; t < (starts[episode + 1] ?? steps); t++) {
      ofSteps[t] = values[(movers?.[t] ?? 0) * starts.length + episode];
    }
  });
  return ofSteps;
}

function requireSameBeginnings(
  { observations, steps }: Trajectory,
  starts: Int32Array,
  groupSize: number,
): void {
  const size = observations.length / steps;
  starts.forEach((start, episode) => {
    const first = starts[episode - (episode % groupSize)];
    for (let i = 0; i < size; i++) {
      if (observations[start * size + i] === observations[first * size + i]) continue;
      throw new RangeError(
        `groups: episode ${episode} of an update begins with another observation than the others of its group (number ${i} is ` +
          `${observations[start * size + i]}, not ${observations[first * size + i]}), though all were reset with one seed. ` +
          "Let reset({ seed }) decide how an episode begins, as checkEnvironment wants it",
      );
    }
  });
}
