export { type ChoiceOptions, createGenerator, Generator, generatorFromState } from "./generator.ts";
export type { GeneratorState } from "./generator-state.ts";
export { SeedSequence, type SeedSequenceOptions } from "./seed-sequence.ts";
export type { Seed } from "./seed-words.ts";
export type { MutableList } from "./shuffle.ts";
