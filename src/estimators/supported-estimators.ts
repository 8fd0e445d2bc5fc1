import type { Density, Product } from "../distributions/index.ts";
import type { FloatExpression } from "../graph/index.ts";
import { NotApplicableError } from "./not-applicable-error.ts";
import { hasVariableSupport } from "./samples/bounds.ts";

const itself = (density: Density, fits: boolean) => (fits ? density : undefined);
const choiceOf = ({ choice }: Density) => choice;
const logitOf = ({ choice }: Density): FloatExpression | undefined =>
  choice?.kind === "binary" ? choice.logit : undefined;

/** What each estimator takes from a density; undefined where the density has no such thing. */
const demands = {
  scoreFunction: (density: Density) => itself(density, !hasVariableSupport(density)),
  finiteDifferences: (density: Density) => density,
  pathwise: (density: Density) => itself(density, density.pathwise),
  measureValued: ({ decompositions }: Density) => decompositions,
  gumbelSoftmax: choiceOf,
  straightThrough: choiceOf,
  rebar: choiceOf,
  relax: choiceOf,
  arm: logitOf,
  disarm: logitOf,
} as const;

type Demands = typeof demands;

/** The names of the estimators that a density supports. */
export function supportedEstimators(density: Density): string[] {
  const fitting = Object.entries(demands).filter(([, of]) => of(density) !== undefined);
  return fitting.map(([name]) => name);
}

/**
 * What an estimator takes from a density.
 *
 * @throws NotApplicableError (a RangeError) when the density does not have it, with the estimators that the density supports
 */
export function demand<Name extends keyof Demands>(
  estimator: Name,
  density: Density,
): NonNullable<ReturnType<Demands[Name]>> {
  const found = demands[estimator](density);
  if (found !== undefined) return found as NonNullable<ReturnType<Demands[Name]>>;
  const parts = density.support.kind === "product" ? (density as Partial<Product>).parts : undefined;
  const failing = Object.entries<Density>({ ...parts } as Readonly<Record<string, Density>>).filter(
    ([, part]) => demands[estimator](part) === undefined,
  );
  const because =
    failing.length === 0
      ? ""
      : ` because of part ${failing.map(([name, part]) => `${name} (${part.name})`).join(" and part ")}`;
  throw new NotApplicableError(
    `${estimator}: the ${density.name} density does not support it${because}; it supports ${supportedEstimators(density).join(", ")}`,
  );
}
