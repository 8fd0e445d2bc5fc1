import { describe, expect, it } from "vitest";
import {
  createAllocator,
  createSharedMemory,
  headerBytes,
} from "../../../src/workers/sharing/shared-memory.ts";

/** Memory that the system does not give any more of. */
const exhausted = {
  byteLength: headerBytes,
  maxByteLength: 2 ** 30,
  grow() {
    throw new RangeError("Out of memory");
  },
} as unknown as SharedArrayBuffer;

describe("memory that members of a team share", () => {
  it("grows with the arrays that are asked for, which are the same for all who ask in the same order", () => {
    const memory = createSharedMemory();
    const [one, other] = [createAllocator(memory), createAllocator(memory)];
    one(Float64Array, 3);
    one(Int32Array, 100_000)[99_999] = 7;
    other(Float64Array, 3);
    expect(other(Int32Array, 100_000)[99_999]).toBe(7);
  });

  it("is an error where there is no more of it, or more is asked for than is allowed", () => {
    expect(() => createAllocator(exhausted)(Float32Array, 2 ** 20)).toThrow(
      "workers: 5 MiB that they share cannot be had (Out of memory); use smaller rollouts, or workers: 1",
    );
    expect(() => createAllocator(createSharedMemory())(Float32Array, 2 ** 28)).toThrow(
      "workers: they would share 1025 MiB, more than the 1024 MiB that are allowed",
    );
  });
});
