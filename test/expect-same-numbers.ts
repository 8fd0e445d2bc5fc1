import { expect } from "vitest";

/**
 * Expects the same numbers, 0 apart from −0, in two arrays of one kind. Of long arrays, `toEqual` takes more time than most that
 * computes them: it is asked only where it is to say how they differ.
 */
export function expectSameNumbers<List extends ArrayLike<number>>(
  actual: List,
  expected: List,
  message?: string,
): void {
  if (actual.length === expected.length) {
    let i = 0;
    while (i < actual.length && Object.is(actual[i], expected[i])) i++;
    if (i === actual.length) return;
  }
  expect(actual, message).toEqual(expected);
}
