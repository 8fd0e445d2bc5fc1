import { opcodes } from "./opcodes.ts";
import type { Instructions } from "./words.ts";

/** An instruction whose length is that of its kind. */
export function instruction<Name extends keyof Instructions>(
  name: Name,
  ...words: Instructions[Name]
): number[] {
  return [opcodes[name], ...words];
}

/** An instruction that has its length behind its opcode. */
export function instructionWithLength<Name extends keyof Instructions>(
  name: Name,
  ...words: Instructions[Name]
): number[] {
  return [opcodes[name], words.length + 2, ...words];
}
