import type { Feed } from "./row-source.ts";

/** A shard has about so many rows. */
const rowsOfShard = 256;

/**
 * Whole episodes as a program reads them: of a policy without a state their steps, in shards of 256, and of a recurrent one as
 * many sequences of `sequenceLength` steps as make about so many, each an episode from its beginning on.
 */
export function episodesFeed({ stateSize }: { readonly stateSize: number }, sequenceLength: number): Feed {
  if (stateSize === 0) return { rowsPerShard: rowsOfShard };
  const sequences = Math.max(1, Math.floor(rowsOfShard / sequenceLength));
  return { rowsPerShard: sequences * sequenceLength, sequenceLength, wholeEpisodes: true };
}
