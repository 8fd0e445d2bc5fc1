import { sizeOf } from "../../graph/shape.ts";
import { accessesOf, type Range } from "../instruction-set/accesses.ts";
import { trainingForms } from "../instruction-set/training-forms.ts";
import type { Plan } from "./plan.ts";
import type { AddressOf } from "./step.ts";

/** The instructions of a plan, one after another. */
export interface Code {
  /** Each is an int32, or an address of 32 bits. */
  readonly words: readonly number[];
  /** Where each step begins. */
  readonly starts: readonly number[];
}

/**
 * Writes down the instructions of a plan whose arena begins at an address, and checks them: no word is beyond its 32 bits,
 * and whatever is read or written lies within an operand of its step, or in the scratch.
 *
 * @throws RangeError that names the operation, the number and the limit
 */
export function encode({ steps, scratchOffsets }: Plan, addressOf: AddressOf, arena: number): Code {
  const starts: number[] = [];
  const words: number[] = [];
  for (const step of steps) {
    starts.push(words.length);
    const scratch = arena + (scratchOffsets.get(step) ?? 0);
    const operands: Range[] = [[scratch, step.scratchBytes / 4]];
    const at: AddressOf = (node) => {
      const address = addressOf(node);
      operands.push([address, sizeOf(node.shape)]);
      return address;
    };
    try {
      const encoded = step.encode(at, scratch);
      check(encoded, operands);
      for (const word of encoded) words.push(word);
    } catch (error) {
      const name = step.updates[0]?.kind ?? step.node.operation;
      throw new RangeError(`${name}: ${(error as Error).message}`, { cause: error });
    }
  }
  return { words, starts };
}

function check(words: readonly number[], operands: readonly Range[]): void {
  for (const word of words) {
    if (Number.isInteger(word) && word >= -(2 ** 31) && word < 2 ** 32) continue;
    throw new RangeError(`a word of its instruction is ${word}; it must be an integer of 32 bits`);
  }
  for (let start = 0; start < words.length; ) {
    const { length, reads, writes } = accessesOf(words, start, trainingForms);
    for (const [address, count] of [...reads, ...writes]) {
      const end = address + 4 * count;
      if (!operands.some(([first, size]) => first <= address && end <= first + 4 * size)) {
        throw new RangeError(
          `its instruction uses bytes ${address} to ${end}, which are not those of its operands`,
        );
      }
    }
    start += length;
  }
}
