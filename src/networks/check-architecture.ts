import { shown } from "../text/printable.ts";
import { requireChoice as requireOneOf } from "../text/require-choice.ts";

/** Extents are int32 where networks run. */
const largest = 2 ** 31 - 1;

/** Of layers one behind the other; the deepest networks that are in use have hundreds. */
export const mostLayers = 1000;

/** @throws RangeError when a number of an architecture is no integer, less than `least`, by default 1, or above `most` */
export function requireCount(name: string, value: unknown, least = 1, most = largest): void {
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return;
  const limit = most === largest ? `of at least ${least}` : `from ${least} to ${most}`;
  throw new RangeError(`architecture: ${name} is ${shown(value)}; it must be an integer ${limit}`);
}

/** @throws RangeError when a name in an architecture is none of those that there are */
export function requireChoice(name: string, value: unknown, names: readonly string[]): void {
  requireOneOf(`architecture: ${name}`, value, names);
}

/** @throws RangeError when the units of hidden layers are no list of counts */
export function requireHidden(name: string, hidden: unknown): void {
  if (!Array.isArray(hidden)) {
    throw new RangeError(
      `architecture: ${name} is ${shown(hidden)}; it must be the units of each hidden layer, such as [64, 64]`,
    );
  }
  requireCount(`the number of layers of ${name}`, hidden.length, 0, mostLayers);
  hidden.forEach((units, index) => requireCount(`${name} layer ${index}`, units));
}

/** @throws RangeError when a part of an architecture is no object, as in a damaged file */
export function requireObject(name: string, value: unknown): void {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return;
  throw new RangeError(`architecture: ${name} is ${shown(value)}; it must be an object`);
}
