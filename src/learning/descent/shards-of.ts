/** A shard costs as much as some 15 rows beside its own: measured. With so many rows it is 5 % at most. */
const leastRows = 256;

/** Rows times weights, some 300 µs: what makes it worth waiting for each other. */
const leastWork = 2_000_000;

const mostShards = 16;

/**
 * Into how many equal shards a minibatch is split: a power of two that depends on sizes only, so that the same
 * numbers are added in the same order by any number of workers.
 *
 * @param rows of the minibatch
 * @param weights how many numbers are trained
 * @param parts how many there are of what stays whole; default: the rows
 */
export function shardsOf(rows: number, weights: number, parts = rows): number {
  const rowsPerShard = Math.max(leastRows, leastWork / weights);
  let shards = 1;
  while (shards < mostShards && parts % (2 * shards) === 0 && rows / (2 * shards) >= rowsPerShard)
    shards *= 2;
  return shards;
}
