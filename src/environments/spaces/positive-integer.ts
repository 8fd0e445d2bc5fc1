import { describeValue } from "../../text/describe-value.ts";

/** The largest number that an action, an index or a count of entries may be: they are int32 where programs run. */
export const largestInteger = 2 ** 31 - 1;

/** @throws if the value is no integer from 1 to {@link largestInteger}; the message begins with `name`. */
export function requirePositiveInteger(name: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 1 && value <= largestInteger) return;
  const limit = value > largestInteger ? ` up to ${largestInteger}` : "";
  const found = typeof value === "number" ? value : describeValue(value);
  throw new RangeError(`${name}: expected a positive integer${limit}, found ${found}.`);
}
