/**
 * Runs tasks `from` to `to − 1`, several at a time, and yields their results in the order of their numbers. What is yielded
 * does not depend on `parallel` if a task's result depends on its number only.
 *
 * @param parallel how many run at a time
 * @param run is given a signal that is aborted when nobody waits for its result any more
 * @param signal stops all of them: the generator then throws what the first of them throws
 * @throws what a task throws, in its turn. No task is left running when the generator ends, however it does
 */
export async function* inOrder<Result>(
  from: number,
  to: number,
  parallel: number,
  run: (task: number, signal: AbortSignal) => Promise<Result>,
  signal?: AbortSignal,
): AsyncGenerator<Result, void> {
  const stop = new AbortController();
  const abort = () => stop.abort();
  if (signal?.aborted) abort();
  else signal?.addEventListener("abort", abort);
  const results = new Map<number, Promise<Result>>();
  let next = from;
  const begin = (): void => {
    if (next >= to || stop.signal.aborted) return;
    const task = next++;
    const result = run(task, stop.signal);
    results.set(task, result);
    result.then(begin, () => {}); // a failure is thrown in its turn, and begins nothing
  };
  try {
    for (let i = 0; i < Math.min(parallel, to - from); i++) begin();
    for (let task = from; task < to; task++) {
      signal?.throwIfAborted();
      const result = await results.get(task)!;
      results.delete(task);
      yield result;
    }
  } finally {
    signal?.removeEventListener("abort", abort);
    abort();
    await Promise.allSettled(results.values());
  }
}
