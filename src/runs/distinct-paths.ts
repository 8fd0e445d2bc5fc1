import { realpathSync } from "node:fs";

/** The paths without those that an earlier one leads to as well, by whatever links: what is given twice counts once. */
export function distinctPaths(paths: readonly string[]): string[] {
  const found = new Map<string, string>();
  for (const path of paths) {
    const place = placeOf(path);
    if (!found.has(place)) found.set(place, path);
  }
  return [...found.values()];
}

/** Of what is not there, the path itself: what reads it says what is wrong. */
function placeOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
