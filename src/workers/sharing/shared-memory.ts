/** The kinds of arrays that members of a team share. */
export type NumberArray = Uint8Array | Int32Array | Float32Array | Float64Array;

/** A constructor of one kind of array. */
export interface ArrayType<A extends NumberArray> {
  readonly BYTES_PER_ELEMENT: number;
  new (length: number): A;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): A;
}

/** Begins with what the members tell each other; arrays come after. */
export const headerBytes = 1 << 16;

/** The header's 32-bit words, each group in cache lines of its own: the barrier has the first 32. */
export const failureWords = 32;
/** How many members have begun with their work. */
export const begunWord = 48;
/** Where the text of a failure is, in bytes: the rest of the header. */
export const failureStart = 256;

/** Only addresses are reserved; pages are taken when they are written. */
const mostBytes = 2 ** 30;

/** What a team needs: memory that all its members see. */
export function createSharedMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(headerBytes, { maxByteLength: mostBytes });
}

/**
 * Hands out arrays in shared memory. Every member has an allocator of its own; those that ask for the same arrays in
 * the same order get the same ones.
 */
export function createAllocator(memory: SharedArrayBuffer) {
  let end = headerBytes;
  return <A extends NumberArray>(type: ArrayType<A>, length: number): A => {
    const start = end;
    end = aligned(start + length * type.BYTES_PER_ELEMENT);
    growTo(memory, end);
    return new type(memory, start, length);
  };
}

/** To the next cache line: no two arrays share one. */
function aligned(address: number): number {
  return Math.ceil(address / 64) * 64;
}

function growTo(memory: SharedArrayBuffer, bytes: number): void {
  if (bytes > mostBytes) {
    throw new RangeError(
      `workers: they would share ${Math.ceil(bytes / 2 ** 20)} MiB, more than the ${mostBytes / 2 ** 20} MiB that ` +
        "are allowed; use smaller rollouts, or workers: 1",
    );
  }
  if (memory.byteLength >= bytes) return;
  try {
    memory.grow(bytes);
  } catch (cause) {
    // Another member may have been faster, and shrinking is refused.
    if (memory.byteLength >= bytes) return;
    throw new RangeError(
      `workers: ${Math.ceil(bytes / 2 ** 20)} MiB that they share cannot be had (${(cause as Error).message}); use smaller ` +
        "rollouts, or workers: 1",
      { cause },
    );
  }
}
