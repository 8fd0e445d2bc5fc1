/** @throws RangeError when a number of an architecture is no integer, or less than `least`, by default 1 */
export function requireCount(name: string, value: unknown, least = 1): void {
  if (Number.isInteger(value) && (value as number) >= least) return;
  throw new RangeError(
    `architecture: ${name} is ${JSON.stringify(value)}; it must be an integer of at least ${least}`,
  );
}

/** @throws RangeError when a name in an architecture is none of those that there are */
export function requireChoice(name: string, value: unknown, names: readonly string[]): void {
  if (names.includes(value as string)) return;
  throw new RangeError(
    `architecture: ${name} is ${JSON.stringify(value)}; it must be one of: ${names.join(", ")}`,
  );
}
