import { nearestNames } from "./nearest-names.ts";

/**
 * The hint that ends the message on an unknown name: "Did you mean a or b?", or `otherwise` where nothing is near.
 *
 * @param write how a name is written in the hint; default as it is
 * @param nearest finds the names; default {@link nearestNames}
 */
export function didYouMean(
  name: string,
  names: Iterable<string>,
  otherwise: string,
  write: (name: string) => string = (name) => name,
  nearest: (name: string, names: Iterable<string>) => string[] = nearestNames,
): string {
  const near = nearest(name, names);
  return near.length > 0 ? `Did you mean ${inWords(near.map(write))}?` : otherwise;
}

/** "a", "a or b", "a, b or c". */
export function inWords(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} or ${items.at(-1)}`;
}
