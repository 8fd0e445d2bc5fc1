/**
 * The folder of a run cannot be had or written: another process trains it, the disk is full, or it is gone. It says nothing of
 * the training.
 */
export class RunFolderError extends Error {
  override readonly name = "RunFolderError";
}

/** @param path what cannot be written */
export function cannotBeWritten(path: string, cause: unknown): RunFolderError {
  return new RunFolderError(`run: ${path} cannot be written: ${(cause as Error).message}`, { cause });
}
