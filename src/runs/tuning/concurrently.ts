/**
 * Runs tasks, several at a time, and yields what they say as it comes.
 *
 * @param atOnce how many run at a time
 * @param run is given what it says things with, and a signal that is aborted when nobody listens any more
 * @param signal stops all of them: no other begins then
 * @throws what the first task throws that fails, when the others have ended. None is left running when the generator ends,
 *   however it does
 */
export async function* concurrently<Task, Said>(
  tasks: readonly Task[],
  atOnce: number,
  run: (task: Task, say: (said: Said) => void, signal: AbortSignal) => Promise<void>,
  signal?: AbortSignal,
): AsyncGenerator<Said, void> {
  const stop = new AbortController();
  const abort = () => stop.abort();
  if (signal?.aborted) abort();
  else signal?.addEventListener("abort", abort);
  const said: Said[] = [];
  const running = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  let next = 0;
  let wake = () => {};
  const say = (what: Said) => {
    said.push(what);
    wake();
  };
  const begin = () => {
    while (running.size < atOnce && next < tasks.length && !stop.signal.aborted) {
      const task = run(tasks[next++], say, stop.signal)
        .catch((error) => {
          failure ??= { error };
          abort();
        })
        .then(() => {
          running.delete(task);
          begin();
          wake();
        });
      running.add(task);
    }
  };
  try {
    begin();
    for (;;) {
      while (said.length > 0) yield said.shift()!;
      if (running.size === 0) break;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    if (failure) throw failure.error;
  } finally {
    signal?.removeEventListener("abort", abort);
    abort();
    await Promise.all(running);
  }
}
