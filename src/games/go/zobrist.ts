import { createGenerator } from "../../random/index.ts";
import { largestSize } from "./rules.ts";

/** The keys are the same in every process, so that hashes can be written to files and compared. */
const seed = 1970;
const mostPoints = largestSize * largestSize;

let keys: { readonly low: Int32Array; readonly high: Int32Array } | undefined;

/**
 * Two words of 32 bits for each stone: the hash of a board is the exclusive or of those of its stones (A. L. Zobrist, "A new
 * hashing method with application for game playing", 1970). The key of a stone of `color` on `point` is at
 * `(color << 9) + point`, on boards of every size.
 */
export function zobristKeys() {
  if (keys) return keys;
  const generator = createGenerator(seed);
  const low = new Int32Array(3 << 9);
  const high = new Int32Array(3 << 9);
  for (const color of [1, 2]) {
    for (let point = 0; point < mostPoints; point++) {
      low[(color << 9) + point] = generator.integers(0, 2 ** 32);
      high[(color << 9) + point] = generator.integers(0, 2 ** 32);
    }
  }
  keys = { low, high };
  return keys;
}
