import { nearestNames } from "../environments/nearest-names.ts";

/**
 * The hint that ends the message on an unknown name: "Did you mean a or b?", or `otherwise` where nothing is near.
 *
 * @param write how a name is written in the hint; default as it is
 */
export function didYouMean(
  name: string,
  names: Iterable<string>,
  otherwise: string,
  write: (name: string) => string = (name) => name,
): string {
  const near = nearestNames(name, names);
  return near.length > 0 ? `Did you mean ${near.map(write).join(" or ")}?` : otherwise;
}
