import type { Density, Product } from "../distributions/index.ts";
import { familyOf } from "./family.ts";
import { decompositions } from "./methods/decompositions.ts";
import { isRelaxable } from "./methods/relaxation.ts";
import { NotApplicableError } from "./not-applicable-error.ts";
import { hasVariableSupport } from "./samples/bounds.ts";

/** What the estimators ask of the density. */
const demands = {
  scoreFunction: (density: Density) => !hasVariableSupport(density),
  finiteDifferences: () => true,
  pathwise: (density: Density) => density.pathwise,
  measureValued: (density: Density) => familyOf(density) in decompositions,
  gumbelSoftmax: isRelaxable,
  straightThrough: isRelaxable,
  rebar: isRelaxable,
  relax: isRelaxable,
  arm: (density: Density) => familyOf(density) === "bernoulli",
  disarm: (density: Density) => familyOf(density) === "bernoulli",
} as const;

/** The names of the estimators that a density supports. */
export function supportedEstimators(density: Density): string[] {
  const fitting = Object.entries(demands).filter(([, fits]) => fits(density));
  return fitting.map(([name]) => name);
}

/** @throws NotApplicableError (a RangeError) when a density does not support an estimator, with those that it does */
export function checkSupport(estimator: keyof typeof demands, density: Density): void {
  if (demands[estimator](density)) return;
  const parts = density.support.kind === "product" ? Object.entries<Density>((density as Product).parts) : [];
  const failing = parts.filter(([, part]) => !demands[estimator](part));
  const because =
    failing.length === 0
      ? ""
      : ` because of part ${failing.map(([name, part]) => `${name} (${part.name})`).join(" and part ")}`;
  throw new NotApplicableError(
    `${estimator}: the ${density.name} density does not support it${because}; it supports ${supportedEstimators(density).join(", ")}`,
  );
}
