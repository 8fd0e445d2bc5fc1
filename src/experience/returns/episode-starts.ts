import { requireInteger } from "../../text/require-number.ts";

/** One episode that begins with the first entry. */
export const SINGLE_EPISODE: ArrayLike<number> = [0];

/** @throws if the starts do not begin with 0 and rise, each below `length`. */
export function requireEpisodeStarts(starts: ArrayLike<number>, length: number): void {
  if (length > 0 && starts[0] !== 0) {
    throw new RangeError(`episodeStarts: the first episode must start at 0, found ${starts[0]}.`);
  }
  for (let episode = 0; episode < starts.length; episode += 1) {
    requireInteger(`episodeStarts: the start of episode ${episode}`, starts[episode], 0);
    const end = episode + 1 < starts.length ? starts[episode + 1] : length;
    if (starts[episode] >= end) {
      throw new RangeError(
        `episodeStarts: episode ${episode} starts at ${starts[episode]}, which must be below ${end}, where it ends.`,
      );
    }
  }
}
