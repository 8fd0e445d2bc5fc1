import { resolve } from "node:path";

/** The paths without those that another one leads to as well: what is given twice counts once. */
export function distinct(paths: readonly string[]): string[] {
  return [...new Map(paths.map((path) => [resolve(path), path])).values()];
}
