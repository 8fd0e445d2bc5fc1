/** What is to be allocated at once, before anything begins. */
export interface RowMemory {
  readonly rows: number;
  readonly bytesPerRow: number;
  /** How many threads of this process allocate as much each. */
  readonly members: number;
  /** Bytes that there are; default: of the machine, or of the container that the process is in; undefined: nobody knows. */
  readonly available?: number | undefined;
}

/**
 * What `allocate` returns, unless it is more than there is memory for.
 *
 * @throws RangeError with what is needed, what there is, and how many rows there is room for
 */
export function allocateRows<Result>(
  { rows, bytesPerRow, members, available = memoryOfProcess() }: RowMemory,
  allocate: () => Result,
): Result {
  const bytes = rows * bytesPerRow * members;
  const tooMany = (than: string, remedy: string, cause?: unknown) =>
    new RangeError(
      `replay: ${rows} steps${members > 1 ? ` in each of ${members} workers` : ""} need ${inGiB(bytes)}, ${bytesPerRow} bytes ` +
        `each, more than ${than}. ${remedy}${members > 1 ? ", or take fewer workers" : ""}`,
      { cause },
    );
  if (available !== undefined && bytes > available) {
    const most = Math.floor(available / (bytesPerRow * members));
    throw tooMany(`the ${inGiB(available)} of memory that there are`, `Set replaySize to ${most} at most`);
  }
  try {
    return allocate();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw tooMany("could be had", "Set a smaller replaySize", error);
  }
}

function memoryOfProcess(): number | undefined {
  const { process } = globalThis as { process?: NodeJS.Process };
  const total = process?.getBuiltinModule?.("node:os").totalmem();
  if (total === undefined) return undefined;
  const limit = process?.constrainedMemory?.() ?? 0; // 0: none
  return limit > 0 ? Math.min(limit, total) : total;
}

const inGiB = (bytes: number) => `${Number((bytes / 2 ** 30).toPrecision(3))} GiB`;
