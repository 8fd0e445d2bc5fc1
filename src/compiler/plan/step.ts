import type { Expression } from "../../graph/expression.ts";
import type { Update } from "../update.ts";

/** Where a value lies: the byte address of its first element in the backend's memory. */
export type AddressOf = (node: Expression) => number;

/** One instruction of a plan, before addresses are known. */
export interface Step {
  /** What produced it, for errors and explanations. */
  readonly node: Expression;
  /** The value that it writes; undefined for updates, which write variables. */
  readonly result: Expression | undefined;
  /** The values that must be there before it. */
  readonly reads: readonly Expression[];
  /** Those among `reads` in whose place the result may be written, when they are needed no longer. */
  readonly overwritable: readonly Expression[];
  /** Bytes that it needs to work in, besides its operands; 0 for most. */
  readonly scratchBytes: number;
  /** The updates that it makes; mostly none. */
  readonly updates: readonly Update[];
  /** The instruction's words (int32). `scratch` is the byte address of what it works in. */
  encode(addressOf: AddressOf, scratch: number): number[];
}

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** The bit pattern of the float32 next to a number. */
export function floatBits(value: number): number {
  float[0] = value;
  return bits[0];
}

/**
 * A number as an instruction carries it.
 *
 * @throws RangeError when it is finite, and float32 would make it infinite
 */
export function factorBits(value: number): number {
  const word = floatBits(value);
  if (Number.isFinite(value) && !Number.isFinite(float[0])) {
    throw new RangeError(`a factor is ${value}; in float32, numbers go up to ${largestFloat}`);
  }
  return word;
}

const largestFloat = (2 - 2 ** -23) * 2 ** 127;
