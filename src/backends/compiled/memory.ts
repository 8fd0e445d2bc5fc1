import { aligned } from "../../compiler/plan/arena.ts";
import type { Kernels } from "./kernels.ts";

const pageBytes = 65536;

/** Addresses are 32 bits wide. */
const mostBytes = 2 ** 32;

/** Hands out places in the kernels' memory, which grows as needed; nothing is taken back. */
export interface Memory {
  /** Byte address of a new block, zeroed, at the start of a cache line. */
  allocate(bytes: number): number;
  /** Blocks to be taken together or not at all: none is, and the memory does not grow, before they are claimed. */
  reserve(): Reservation;
  floats(address: number, length: number): Float32Array;
  integers(address: number, length: number): Int32Array;
}

export interface Reservation {
  /** Byte address of one more block. */
  add(bytes: number): number;
  /**
   * Throws if the blocks so far are more than there can be.
   *
   * @param describe a sentence about them for the error
   */
  check(describe?: () => string): void;
  /**
   * Takes the blocks. Reservations are claimed in the order in which they are made.
   *
   * @throws RangeError when there is no room for them; nothing is taken then
   */
  claim(): void;
}

export function createMemory(name: string, kernels: Kernels): Memory {
  const { memory, heapBase } = kernels;
  let taken = aligned(heapBase);

  const reserve = (): Reservation => {
    let end = taken;
    const check = (describe = () => "") => {
      if (end <= mostBytes) return;
      throw new RangeError(
        `${name} backend: ${end - taken} bytes are needed, and ${taken} are in use; its memory has at most ` +
          `${mostBytes}. ${describe()}Use smaller batches or networks`,
      );
    };
    return {
      check,
      add(bytes) {
        const address = end;
        end += aligned(bytes);
        return address;
      },
      claim() {
        check();
        const missing = end - memory.buffer.byteLength;
        // Growing by a half at least keeps the number of growths, which detach all views, small.
        if (missing > 0) {
          grow(name, memory, Math.max(missing, memory.buffer.byteLength / 2), missing);
          kernels.memoryGrew();
        }
        taken = end;
      },
    };
  };
  return {
    reserve,
    allocate(bytes) {
      const block = reserve();
      const address = block.add(bytes);
      block.claim();
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
