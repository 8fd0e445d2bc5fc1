/** What can be closed; one that is closed later returns a promise. */
export interface Closeable {
  close?(): unknown;
}

/** Closes all of them after something else has failed: what they throw, now or later, would hide the first error. */
export function closeQuietly(opened: Iterable<Closeable | undefined>): void {
  for (const each of opened) {
    try {
      whenRejected(each?.close?.(), () => {});
    } catch {}
  }
}

/** Calls back with the reason if the value is a promise and is rejected. */
export function whenRejected(value: unknown, callback: (reason: unknown) => void): void {
  if (value instanceof Promise) value.catch(callback);
}
