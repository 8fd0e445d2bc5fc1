import type { Feed } from "./row-source.ts";

/**
 * Whole episodes as a program reads them: of a policy without a state their steps, and of a recurrent one as many sequences of
 * `sequenceLength` steps as fit into the rows of a shard, at least one: each an episode from its beginning on.
 *
 * @param rowsPerShard how many there may be; default 256
 */
export function episodesFeed(
  { stateSize }: { readonly stateSize: number },
  sequenceLength: number,
  rowsPerShard = 256,
): Feed {
  if (stateSize === 0) return { rowsPerShard };
  const sequences = Math.max(1, Math.floor(rowsPerShard / sequenceLength));
  return { rowsPerShard: sequences * sequenceLength, sequenceLength, wholeEpisodes: true };
}
