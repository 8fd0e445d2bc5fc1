/** The middle value of a list; the mean of the two middle ones of an even number. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Microseconds per call of `work` over `count` calls. */
export function timed(work: () => void, count: number): number {
  const start = performance.now();
  for (let i = 0; i < count; i++) work();
  return ((performance.now() - start) * 1000) / count;
}
