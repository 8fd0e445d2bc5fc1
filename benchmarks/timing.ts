/** The middle value of a list; the mean of the two middle ones of an even number. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Microseconds of the processor per call of `work` over `calls` calls. Time in which other programs had the processor
 * does not count.
 */
export function processorTime(work: () => void, calls: number): number {
  const start = process.cpuUsage();
  for (let i = 0; i < calls; i++) work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / calls;
}

/** How many calls fill about `milliseconds`. */
export async function callsIn(
  milliseconds: number,
  time: (calls: number) => number | Promise<number>,
): Promise<number> {
  for (let calls = 1; ; calls *= 4) {
    const microseconds = (await time(calls)) * calls;
    if (microseconds > 2000) return Math.max(1, Math.round((1000 * milliseconds * calls) / microseconds));
  }
}
