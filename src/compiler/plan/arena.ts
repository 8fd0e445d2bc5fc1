/** Blocks start at multiples of this many bytes: a cache line, and a multiple of every vector. */
export const alignment = 64;

export function aligned(bytes: number): number {
  return Math.ceil(bytes / alignment) * alignment;
}

interface Gap {
  offset: number;
  bytes: number;
}

/** Hands out blocks of one growing arena, and takes them back for others to use: first fit, gaps merged. */
export function createArena() {
  const gaps: Gap[] = [];
  let end = 0;
  return {
    /** Bytes that the arena has needed so far. */
    get bytes() {
      return end;
    },

    take(size: number): number {
      const bytes = aligned(size);
      const index = gaps.findIndex((gap) => gap.bytes >= bytes);
      const gap = gaps[index];
      if (gap === undefined) {
        const offset = end;
        end += bytes;
        return offset;
      }
      const offset = gap.offset;
      gap.offset += bytes;
      gap.bytes -= bytes;
      if (gap.bytes === 0) gaps.splice(index, 1);
      return offset;
    },

    give(offset: number, size: number): void {
      const after = gaps.findIndex((gap) => gap.offset > offset);
      const at = after < 0 ? gaps.length : after;
      gaps.splice(at, 0, { offset, bytes: aligned(size) });
      for (const index of [at, at - 1]) {
        const left = gaps[index];
        const right = gaps[index + 1];
        if (left && right && left.offset + left.bytes === right.offset) {
          left.bytes += right.bytes;
          gaps.splice(index + 1, 1);
        }
      }
    },
  };
}
