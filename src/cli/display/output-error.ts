/** Nobody reads the output any more: `head` has seen enough, or the terminal was closed. */
export function isUnread(error: NodeJS.ErrnoException): boolean {
  return error.code === "EPIPE" || error.code === "EIO";
}

/**
 * Calls back when stdout cannot be written: with "EPIPE" where nobody reads it any more, otherwise with an error.
 *
 * @returns what ends that
 */
export function onOutputError(callback: (reason: "EPIPE" | Error) => void): () => void {
  const onError = (error: NodeJS.ErrnoException) => callback(isUnread(error) ? "EPIPE" : outputError(error));
  process.stdout.once("error", onError);
  return () => process.stdout.off("error", onError);
}

export function outputError(cause: Error): Error {
  return new Error(`stdout cannot be written: ${cause.message}`, { cause });
}
