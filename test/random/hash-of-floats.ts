import { createHash } from "node:crypto";

/** SHA-256 of numbers as little-endian float64, as `test/oracles/numpy-random.py` takes it. */
export function hashOfFloats(values: Iterable<number>): string {
  return createHash("sha256")
    .update(new Uint8Array(Float64Array.from(values).buffer))
    .digest("hex");
}
