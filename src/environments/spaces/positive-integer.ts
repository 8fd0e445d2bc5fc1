/** @throws if the value is no positive integer; the message begins with `name`. */
export function requirePositiveInteger(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new RangeError(`${name}: expected a positive integer, found ${value}.`);
  }
}
