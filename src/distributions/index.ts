export { affine } from "./affine.ts";
export { type Bernoulli, bernoulli } from "./bernoulli.ts";
export { type Beta, beta } from "./beta.ts";
export { type Binomial, binomial } from "./binomial.ts";
export { type Categorical, categorical } from "./categorical.ts";
export { type Cauchy, cauchy } from "./cauchy.ts";
export { choleskyFactor } from "./cholesky-factor.ts";
export { createSampler, type Sampler } from "./create-sampler.ts";
export type { Density, PartOfSupport, Support } from "./density.ts";
export { type DiagonalNormal, diagonalNormal } from "./diagonal-normal.ts";
export { type Dirichlet, dirichlet } from "./dirichlet.ts";
export { type Estimate, type EstimateOptions, estimateEntropy, estimateKl } from "./estimate.ts";
export { type Exponential, exponential } from "./exponential.ts";
export { type Gamma, gamma } from "./gamma.ts";
export { type Geometric, geometric } from "./geometric.ts";
export { type Gumbel, gumbel } from "./gumbel.ts";
export { type Independent, independent } from "./independent.ts";
export { type Kumaraswamy, kumaraswamy } from "./kumaraswamy.ts";
export { type Laplace, laplace } from "./laplace.ts";
export { type LogNormal, logNormal } from "./log-normal.ts";
export { type Logistic, logistic } from "./logistic.ts";
export { type Mixture, mixture } from "./mixture.ts";
export { type MultiCategorical, multiCategorical } from "./multi-categorical.ts";
export { type MultivariateNormal, multivariateNormal } from "./multivariate-normal.ts";
export { type NegativeBinomial, negativeBinomial } from "./negative-binomial.ts";
export { NoClosedFormError } from "./no-closed-form-error.ts";
export { type DrawnNoise, fillNoise, type Noise, type StandardNoise } from "./noise.ts";
export { type Normal, normal } from "./normal.ts";
export { ordinal } from "./ordinal.ts";
export { type Poisson, poisson } from "./poisson.ts";
export { type OfParts, type Product, type ProductParts, product } from "./product.ts";
export { type RelaxedCategorical, relaxedCategorical } from "./relaxed-categorical.ts";
export { squashedNormal } from "./squashed-normal.ts";
export { type StudentT, studentT } from "./student-t.ts";
export {
  affineTransform,
  expTransform,
  sigmoidTransform,
  softplusTransform,
  type Transform,
  tanhTransform,
} from "./transform.ts";
export { type Transformed, transformed } from "./transformed.ts";
export { type TruncatedNormal, truncatedNormal } from "./truncated-normal.ts";
export { type Uniform, uniform } from "./uniform.ts";
export { type VonMises, vonMises } from "./von-mises.ts";
