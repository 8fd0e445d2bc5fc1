export {
  type Floats,
  type GeneralizedAdvantageInput,
  generalizedAdvantage,
} from "./generalized-advantage.ts";
export type { VectorEnvironment } from "./vector-environment.ts";
export { type VectorizeOptions, vectorize } from "./vectorize.ts";
