export { type Categorical, categorical } from "./categorical.ts";
export type { Density, Noise } from "./density.ts";
export { type DiagonalNormal, diagonalNormal } from "./diagonal-normal.ts";
