import type { ProgramListing } from "../../src/compiler/listing.ts";

/** What two programs of the same backend consist of, one after the other. */
export function inSequence(first: ProgramListing, second: ProgramListing): ProgramListing {
  return {
    ...second,
    instructions: [...first.instructions, ...second.instructions],
    outputs: { ...first.outputs, ...second.outputs },
    inputs: { ...first.inputs, ...second.inputs },
    updates: [...first.updates, ...second.updates],
    arenaBytes: first.arenaBytes + second.arenaBytes,
    codeBytes: first.codeBytes + second.codeBytes,
  };
}
