/** A contiguous part of a list: the entries from `start` on, `count` of them. */
export interface Share {
  readonly start: number;
  readonly count: number;
}

/** The part of `total` entries that belongs to a rank: all parts together are the whole list, in the ranks' order. */
export function shareOf(total: number, rank: number, size: number): Share {
  const start = Math.floor((total * rank) / size);
  return { start, count: Math.floor((total * (rank + 1)) / size) - start };
}
