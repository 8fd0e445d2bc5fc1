/** The index, counted from `offset`, of the largest of `count` entries; the first of equal ones. */
export function largestIndex(source: ArrayLike<number>, offset: number, count: number): number {
  let largest = 0;
  for (let i = 1; i < count; i += 1) if (source[offset + i] > source[offset + largest]) largest = i;
  return largest;
}
