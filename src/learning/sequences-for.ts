import type { Sequences } from "./descent/sequences.ts";

interface Sizes {
  readonly rolloutSteps: number;
  readonly minibatchSize: number;
}

/** What is wrong with an option `sequenceLength`, if anything. */
export function checkSequenceLength(sequenceLength: number | "auto", sizes: Sizes): string[] {
  if (sequenceLength === "auto") return [];
  return Object.entries(sizes)
    .filter(([, size]) => size % sequenceLength !== 0)
    .map(
      ([name, size]) =>
        `option sequenceLength is ${sequenceLength}; it must divide ${name}, which is ${size}.`,
    );
}

/** The sequences of a rollout that minibatches consist of, for recurrent networks: as long as can be, if they may. */
export function sequencesFor({
  environments,
  rolloutSteps,
  minibatchSize,
  sequenceLength,
}: Sizes & { readonly environments: number; readonly sequenceLength: number | "auto" }): Sequences {
  const length =
    sequenceLength === "auto" ? greatestCommonDivisor(rolloutSteps, minibatchSize) : sequenceLength;
  return { length, copies: environments };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
