import { editDistance } from "./edit-distance.ts";

/** Longer names are no slips of the hand, and would take long to compare. */
const longestName = 100;

/**
 * The names that someone who wrote `name` may have meant, nearest first: those that need corrections in less than half
 * of their letters, and those that contain it or are contained in it, but
 * none that need three corrections more than the nearest. Letter case, hyphens and underscores do not
 * count.
 *
 * @param limit how many to return at most; default 3
 */
export function nearestNames(name: string, names: Iterable<string>, limit = 3): string[] {
  const wanted = plainName(name);
  if (wanted === "" || wanted.length > longestName) return [];
  const near: { candidate: string; distance: number }[] = [];
  for (const candidate of names) {
    const known = plainName(candidate);
    if (known.length > longestName) continue;
    const contained =
      Math.min(wanted.length, known.length) >= 3 && (known.includes(wanted) || wanted.includes(known));
    const distance = known === wanted ? -1 : contained ? 0 : editDistance(wanted, known);
    if (2 * distance < Math.max(wanted.length, known.length)) near.push({ candidate, distance });
  }
  near.sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1));
  const farthest = near.length > 0 ? near[0].distance + 2 : 0;
  return near
    .filter(({ distance }) => distance <= farthest)
    .slice(0, limit)
    .map(({ candidate }) => candidate);
}

/** A name without what differs between `learning_rate`, `learning-rate` and `learningRate`. */
export function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_\s]/g, "");
}
