/**
 * A hash of numbers, one word each: Fowler, Noll and Vo's, with the bits of the result mixed.
 *
 * @param before what was hashed before them
 * @returns from 0 to 2³² − 1
 */
export function hashOf(numbers: ArrayLike<number>, before = 0): number {
  let hash = before ^ 0x811c9dc5;
  for (let i = 0; i < numbers.length; i++) hash = Math.imul(hash ^ numbers[i], 0x01000193);
  // Of the last numbers, FNV mixes too little into the high bits.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
