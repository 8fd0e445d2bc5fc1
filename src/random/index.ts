export { drawBinomial } from "./binomial.ts";
export {
  type ChoiceOptions,
  createGenerator,
  Generator,
  generatorFromState,
  type NoiseSource,
} from "./generator.ts";
export type { GeneratorState } from "./generator-state.ts";
export { drawPoisson } from "./poisson.ts";
export { SeedSequence, type SeedSequenceOptions } from "./seed-sequence.ts";
export type { Seed } from "./seed-words.ts";
export type { MutableList } from "./shuffle.ts";
export { drawLogGamma, drawStandardGamma } from "./standard-gamma.ts";
export { drawTruncatedNormal } from "./truncated-normal.ts";
export { drawVonMises } from "./von-mises.ts";
