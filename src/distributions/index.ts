export { type Bernoulli, bernoulli } from "./bernoulli.ts";
export { type Categorical, categorical } from "./categorical.ts";
export { createSampler, type Sampler } from "./create-sampler.ts";
export type { Density, Support } from "./density.ts";
export { type DiagonalNormal, diagonalNormal } from "./diagonal-normal.ts";
export { NoClosedFormError } from "./no-closed-form-error.ts";
export { type DrawnNoise, fillNoise, type Noise, type StandardNoise } from "./noise.ts";
export { type Normal, normal } from "./normal.ts";
