/**
 * How many letters must be inserted, left out, replaced or swapped with their neighbour to turn one word into another;
 * no pair of letters is edited twice (the "optimal string alignment" distance).
 */
export function editDistance(from: string, to: string): number {
  let [older, old] = [[] as number[], [] as number[]];
  let current = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    [older, old, current] = [old, current, [i]];
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1];
      let least = Math.min(old[j] + 1, current[j - 1] + 1, old[j - 1] + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      if (swapped) least = Math.min(least, older[j - 2] + 1);
      current.push(least);
    }
  }
  return current[to.length];
}
