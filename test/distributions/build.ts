import type { Density } from "../../src/distributions/index.ts";
import * as densities from "../../src/distributions/index.ts";
import type { Expression } from "../../src/graph/index.ts";

type Parameters = Readonly<Record<string, Expression>>;

/** How to make each density of the fixtures from its parameters by name. */
export const builders: Readonly<Record<string, (parameters: Parameters) => Density>> = {
  normal: (p) => densities.normal(p.mean, p.standardDeviation),
  logNormal: (p) => densities.logNormal(p.location, p.scale),
  truncatedNormal: (p) => densities.truncatedNormal(p.mean, p.standardDeviation, p.low, p.high),
  laplace: (p) => densities.laplace(p.location, p.scale),
  cauchy: (p) => densities.cauchy(p.location, p.scale),
  gumbel: (p) => densities.gumbel(p.location, p.scale),
  logistic: (p) => densities.logistic(p.location, p.scale),
  uniform: (p) => densities.uniform(p.low, p.high),
  exponential: (p) => densities.exponential(p.rate),
  studentT: (p) => densities.studentT(p.degreesOfFreedom, p.location, p.scale),
  gamma: (p) => densities.gamma(p.shape, p.rate),
  beta: (p) => densities.beta(p.a, p.b),
  kumaraswamy: (p) => densities.kumaraswamy(p.a, p.b),
  vonMises: (p) => densities.vonMises(p.mean, p.concentration),
  bernoulli: (p) => densities.bernoulli(p.logit),
  geometric: (p) => densities.geometric(p.logit),
  poisson: (p) => densities.poisson(p.rate),
  binomial: (p) => densities.binomial(p.trials, p.logit),
  negativeBinomial: (p) => densities.negativeBinomial(p.failures, p.logit),
  dirichlet: (p) => densities.dirichlet(p.concentration),
  relaxedCategorical: (p) => densities.relaxedCategorical(p.temperature, p.logits),
  categorical: (p) => densities.categorical(p.logits),
  ordinal: (p) => densities.ordinal(p.logits),
  diagonalNormal: (p) => densities.diagonalNormal(p.mean, p.logStandardDeviation),
  multivariateNormal: (p) => densities.multivariateNormal(p.mean, p.factor),
  squashedNormal: (p) => densities.squashedNormal(p.mean, p.logStandardDeviation),
  mixture: (p) => densities.mixture(p.logits, densities.normal(p.mean, p.standardDeviation)),
};
