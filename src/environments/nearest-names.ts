import leven from "leven";

/**
 * The names that someone who wrote `name` may have meant, nearest first: those that differ in less than half
 * of their letters (case ignored), and those that contain it or are contained in it.
 *
 * @param limit how many to return at most; default 3
 */
export function nearestNames(name: string, names: Iterable<string>, limit = 3): string[] {
  const wanted = name.toLowerCase();
  const near: { candidate: string; distance: number }[] = [];
  for (const candidate of names) {
    const known = candidate.toLowerCase();
    const contained = wanted.length >= 3 && (known.includes(wanted) || wanted.includes(known));
    const distance = contained ? 0 : leven(wanted, known);
    if (distance <= Math.max(2, known.length / 2)) near.push({ candidate, distance });
  }
  near.sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1));
  return near.slice(0, limit).map(({ candidate }) => candidate);
}
