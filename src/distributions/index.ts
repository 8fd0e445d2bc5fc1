export type { Choice } from "./choice.ts";
export { affine } from "./combinators/affine.ts";
export { type Independent, independent } from "./combinators/independent.ts";
export { type Mixture, mixture } from "./combinators/mixture.ts";
export { type OfParts, type Product, type ProductParts, product } from "./combinators/product.ts";
export { squashedNormal } from "./combinators/squashed-normal.ts";
export {
  affineTransform,
  expTransform,
  sigmoidTransform,
  softplusTransform,
  type Transform,
  tanhTransform,
} from "./combinators/transform.ts";
export { type Transformed, transformed } from "./combinators/transformed.ts";
export { type Beta, beta } from "./continuous/beta.ts";
export { type Cauchy, cauchy } from "./continuous/cauchy.ts";
export { choleskyFactor } from "./continuous/cholesky-factor.ts";
export { type DiagonalNormal, diagonalNormal } from "./continuous/diagonal-normal.ts";
export { type Dirichlet, dirichlet } from "./continuous/dirichlet.ts";
export { type Exponential, exponential } from "./continuous/exponential.ts";
export { type Gamma, gamma } from "./continuous/gamma.ts";
export { type Gumbel, gumbel } from "./continuous/gumbel.ts";
export { type Kumaraswamy, kumaraswamy } from "./continuous/kumaraswamy.ts";
export { type Laplace, laplace } from "./continuous/laplace.ts";
export { type LogNormal, logNormal } from "./continuous/log-normal.ts";
export { type Logistic, logistic } from "./continuous/logistic.ts";
export { type MultivariateNormal, multivariateNormal } from "./continuous/multivariate-normal.ts";
export { type Normal, normal } from "./continuous/normal.ts";
export { type RelaxedCategorical, relaxedCategorical } from "./continuous/relaxed-categorical.ts";
export { type StudentT, studentT } from "./continuous/student-t.ts";
export { type TruncatedNormal, truncatedNormal } from "./continuous/truncated-normal.ts";
export { type Uniform, uniform } from "./continuous/uniform.ts";
export { type VonMises, vonMises } from "./continuous/von-mises.ts";
export type { Decomposition, DrawnNumber } from "./decompositions/decomposition.ts";
export { defineDensity } from "./define-density.ts";
export type { Density, PartOfSupport, Support } from "./density.ts";
export { type Bernoulli, bernoulli } from "./discrete/bernoulli.ts";
export { type Binomial, binomial } from "./discrete/binomial.ts";
export { type Categorical, categorical } from "./discrete/categorical.ts";
export { type Geometric, geometric } from "./discrete/geometric.ts";
export { type MultiCategorical, multiCategorical } from "./discrete/multi-categorical.ts";
export { type NegativeBinomial, negativeBinomial } from "./discrete/negative-binomial.ts";
export { ordinal } from "./discrete/ordinal.ts";
export { type Poisson, poisson } from "./discrete/poisson.ts";
export { NoClosedFormError, noClosedForm } from "./no-closed-form-error.ts";
export { createSampler, type Sampler } from "./sampling/create-sampler.ts";
export { type Estimate, type EstimateOptions, estimateEntropy, estimateKl } from "./sampling/estimate.ts";
export { type DrawnNoise, fillNoise, type Noise, type StandardNoise } from "./sampling/noise.ts";
