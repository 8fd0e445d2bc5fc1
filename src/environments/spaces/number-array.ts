import { describeValue } from "../../text/describe-value.ts";

/**
 * Is the value an array of numbers: a typed array, or a plain array of which each element is a number (NaN and
 * infinities are numbers here)?
 */
function isNumberArray(value: unknown): value is ArrayLike<number> {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i += 1) if (typeof value[i] !== "number") return false;
    return true;
  }
  return (
    ArrayBuffer.isView(value) &&
    !(value instanceof DataView) &&
    !(value instanceof BigInt64Array) &&
    !(value instanceof BigUint64Array)
  );
}

/**
 * Why the value is no array of `length` numbers, or `undefined` when it is one.
 *
 * @param typedArray the array type to name in the message
 */
export function explainNumberArray(value: unknown, length: number, typedArray: string): string | undefined {
  if (isNumberArray(value) && value.length === length) return undefined;
  const element = Array.isArray(value) ? value.findIndex((entry) => typeof entry !== "number") : -1;
  const found =
    element < 0 ? "" : `, whose element ${element} is ${describeValue((value as unknown[])[element])}`;
  return `expected ${typedArray} or an array of ${length} numbers, found ${describeValue(value)}${found}`;
}
