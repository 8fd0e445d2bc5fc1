import { aligned } from "../../graph/plan/arena.ts";
import type { Kernels } from "./kernels.ts";

const pageBytes = 65536;

/** Hands out places in the kernels' memory, which grows as needed; nothing is taken back. */
export interface Memory {
  /** Byte address of a new block, zeroed, at the start of a cache line. */
  allocate(bytes: number): number;
  floats(address: number, length: number): Float32Array;
  integers(address: number, length: number): Int32Array;
}

export function createMemory(name: string, kernels: Kernels): Memory {
  const { memory, heapBase } = kernels;
  let end = aligned(heapBase);
  return {
    allocate(bytes) {
      const address = end;
      end += aligned(bytes);
      const missing = end - memory.buffer.byteLength;
      // Growing by a half at least keeps the number of growths, which detach all views, small.
      if (missing > 0) {
        grow(name, memory, Math.max(missing, memory.buffer.byteLength / 2), missing);
        kernels.memoryGrew();
      }
      return address;
    },
    floats: (address, length) => new Float32Array(memory.buffer, address, length),
    integers: (address, length) => new Int32Array(memory.buffer, address, length),
  };
}

function grow(name: string, memory: WebAssembly.Memory, wanted: number, needed: number): void {
  for (const bytes of [wanted, needed]) {
    try {
      memory.grow(Math.ceil(bytes / pageBytes));
      return;
    } catch (error) {
      if (bytes === needed) {
        throw new RangeError(
          `${name} backend: its memory of ${memory.buffer.byteLength} bytes cannot grow by ${needed} more; ` +
            "use smaller batches or networks",
          { cause: error },
        );
      }
    }
  }
}
