/** @throws if the array has fewer than `length` elements. */
export function requireLength(name: string, array: ArrayLike<number>, length: number): void {
  if (array.length < length) {
    throw new RangeError(`${name}: expected ${length} elements or more, found ${array.length}.`);
  }
}

/** @throws if the value does not lie from 0 to 1. */
export function requireFraction(name: string, value: number): void {
  if (!(value >= 0 && value <= 1))
    throw new RangeError(`${name}: expected a number from 0 to 1, found ${value}.`);
}

/** @throws if the value is no integer from `least` on. */
export function requireInteger(name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`${name}: expected an integer from ${least} on, found ${value}.`);
  }
}
