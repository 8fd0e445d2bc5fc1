import { describeParameters, likeParameters, type Model } from "../model.ts";
import { NotApplicableError } from "../not-applicable-error.ts";
import { type PreparedProblem, prepareProblem } from "../prepare-problem.ts";
import type { LikeParameters, Parameters, Problem } from "../problem.ts";
import { type Bounds, boundsOf, movingSupport } from "../samples/bounds.ts";
import { createEvaluator, functionOf } from "../samples/evaluate-function.ts";
import { pointsPerBox } from "./box-sums.ts";
import { dimensionsOf, drawCount, drawsOf } from "./dimensions.ts";
import { createIntegrand } from "./integrand.ts";
import { type Integrals, integrate } from "./integrate.ts";
import { holeError } from "./point-sums.ts";
import { sumAll, sumOutwards, type ValueSums } from "./sum-values.ts";

/** E[f(x)] and its gradient, without sampling. */
export interface ExactGradient<P extends Parameters> {
  readonly method: "enumeration" | "quadrature";
  readonly value: number;
  readonly gradient: LikeParameters<P>;
  /** About how far each entry of the gradient may be off, as two rules for the integral and the checks have it; 0 for an enumeration. */
  readonly errors: LikeParameters<P>;
  /** The largest of those, and of that of the value. */
  readonly error: number;
}

/** Up to so many values are added up. */
const mostTerms = 70_000;
/** Up to so many points of integrals are computed over one continuous number and over two, for each of the whole numbers beside. */
const mostPoints = [70_000, 280_000];
/** Up to so many points in all. */
const mostInAll = 1_000_000;

/**
 * E[f(x)] and its gradient E[f(x) ∇ log p(x)]: as a sum over all values of a discrete density (until nothing is left to
 * add, where they are without end), or as an integral over a continuous one of one or two numbers, or both in a product of
 * such densities.
 *
 * The integral is adaptive: its nodes lie at first where draws of the density do, and then where two rules differ. f may have
 * steps and singularities; a peak of f that is much narrower than the density may lie between the nodes and be missed. A number is only given where all of the density was found (∫ p = 1 and ∫ ∂p = 0), the rules
 * agree, and so do its digits.
 *
 * @throws NotApplicableError (a RangeError) that says why there is none: too many values, more than two continuous numbers, a
 * support whose ends depend on θ, mass that was not found, an integral that does not settle or does not exist, as the mean of
 * a Cauchy density, digits that rounding takes, or f that throws or is not finite where samples are rare
 * @throws RangeError when the parameters are outside the density's range, or f is not finite for samples of a discrete one;
 * what f throws for samples is thrown as it is
 */
export function exactGradient<P extends Parameters>(problem: Problem<P>): ExactGradient<P> {
  return exactGradientOf(prepareProblem(problem)) as ExactGradient<P>;
}

export function exactGradientOf(problem: PreparedProblem): ExactGradient<Parameters> {
  const model = problem.model(1);
  const { density } = model;
  const moving = movingSupport(model);
  if (moving !== undefined) {
    throw refusal(
      `the support of ${moving} depends on the parameters, so the gradient is not the expectation of f ∇ log p`,
    );
  }
  const bounds = boundsOf(model);
  if (bounds === undefined)
    throw refusal(`the ${density.name} density lies on a simplex, over which there is no rule`);
  return density.discrete ? enumerated(problem, model, bounds) : integrated(problem, model, bounds);
}

const refusal = (reason: string) =>
  new NotApplicableError(`exactGradient: ${reason}; estimate the gradient instead`);

function enumerated(problem: PreparedProblem, model: Model, bounds: Bounds): ExactGradient<Parameters> {
  const sums = valuesOrOwnError(problem, () => sumsOfValues(problem, model, bounds));
  if (sums === undefined) {
    throw refusal(`the ${model.density.name} density has more than ${mostTerms} values that matter`);
  }
  checkMass(model, sums.sums[0], 1e-9);
  const zeros = sums.sums.slice().fill(0);
  return result(problem, "enumeration", { sums: sums.sums, errors: zeros, baseline: sums.baseline });
}

/** What `sums` returns; where it fails and f fails on samples of the density too, the error of f on the first of them. */
function valuesOrOwnError<Sums>(problem: PreparedProblem, sums: () => Sums): Sums {
  try {
    return sums();
  } catch (error) {
    if (error instanceof NotApplicableError) {
      createEvaluator(problem.model(drawCount)).evaluate(drawsOf(problem), new Float64Array(drawCount));
    }
    throw error;
  }
}

function sumsOfValues(problem: PreparedProblem, model: Model, bounds: Bounds): ValueSums | undefined {
  const { low, high } = bounds;
  const count = high.reduce((product, each, i) => product * (each - low[i] + 1), 1);
  if (count <= mostTerms) return sumAll(problem, bounds);
  if (model.width > 1) {
    const values = high.includes(Infinity) ? "values without end" : `${count} values`;
    throw refusal(
      `the ${model.density.name} density has ${values} of ${model.width} numbers, and at most ${mostTerms} values of ` +
        "several numbers are added up",
    );
  }
  const drawn = drawsOf(problem).sort();
  return sumOutwards(problem, { low: low[0], high: high[0] }, [drawn[0], drawn[drawn.length - 1]], mostTerms);
}

function integrated(problem: PreparedProblem, model: Model, bounds: Bounds): ExactGradient<Parameters> {
  const { name } = model.density;
  const { low, high, isWhole } = bounds;
  const continuous = isWhole.filter((whole) => !whole).length;
  if (continuous > 2) {
    throw refusal(
      `the ${name} density has ${continuous} continuous numbers, and at most two can be integrated over`,
    );
  }
  const wholes = isWhole.reduce(
    (product, whole, i) => (whole ? product * (high[i] - low[i] + 1) : product),
    1,
  );
  if (!(wholes <= mostTerms / 100)) {
    throw refusal(
      `the ${name} density has whole numbers of which there are too many to integrate over the others for each`,
    );
  }
  const draws = drawsOf(problem);
  const dimensions = dimensionsOf(problem, model, bounds, draws);
  const perBox = pointsPerBox(dimensions);
  const most = Math.min(mostPoints[continuous - 1] * wholes, mostInAll);
  const integrand = createIntegrand(problem, perBox * Math.max(1, Math.floor(1024 / perBox)));
  const baseline = medianOf(problem, draws);
  const integrals = integrate(integrand, {
    ...{ dimensions, draws, baseline, mostPoints: most },
    tolerance: continuous === 1 ? 1e-13 : 1e-11,
  });
  if (integrals === undefined) {
    throw refusal(`the ${name} density has more numbers and modes than ${most} points can hold`);
  }
  if (integrals.hole) throw holeError(integrals.hole);
  checkMass(model, integrals.sums[0], Math.min(1e-10 + 4 * integrals.errors[0], 1e-5));
  return result(problem, "quadrature", settled(model, integrals, baseline));
}

/** The median of f over samples; 0 where it is no number. */
function medianOf(problem: PreparedProblem, samples: Float64Array): number {
  const values = new Float64Array(drawCount);
  functionOf(problem.model(drawCount))(samples, values, drawCount);
  const median = values.sort()[drawCount >> 1];
  return Number.isFinite(median) ? median : 0;
}

function checkMass(model: Model, mass: number, tolerance: number): void {
  if (Math.abs(mass - 1) <= tolerance) return;
  throw refusal(
    `of the mass of the ${model.density.name} density at ${describeParameters(model, model.parameters)}, which is 1, ` +
      `${mass} was found: it lies nearer to an end, or in less of its support, than float64 or the nodes can tell`,
  );
}

/** What was summed, in the order of `PointSums`, and how far each sum may be off. */
interface Found extends Pick<Integrals, "sums" | "errors"> {
  readonly baseline: number;
}

/** Integrals with all that is known of their errors. @throws NotApplicableError where they are not settled */
function settled({ names, parameters }: Model, { sums, errors, scales }: Integrals, baseline: number): Found {
  const missing = Math.abs(sums[0] - 1);
  const all = errors.slice();
  const check = (name: string, total: number, error: number, scale: number) => {
    if (error < Infinity && (error <= 1e-5 * Math.abs(total) || error <= 1e-9 * scale)) return;
    throw refusal(
      `${name} is ${total} ± ${error} by quadrature, which does not settle it: the integral does not exist or has too heavy a ` +
        "tail, f has detail much finer than the density, or rounding takes the digits that matter",
    );
  };
  all[1] += missing * scales[1] + 2 ** -52 * Math.abs(baseline);
  check("E[f]", baseline + sums[1], all[1], scales[1] + Math.abs(baseline));
  names.forEach((name, i) => {
    const [score, slope] = [2 + 2 * i, 3 + 2 * i];
    const stray = Math.abs(sums[score]); // ∫ ∂p, which is 0
    // Times what f is there, on average over the density or over the score.
    const about = Math.max(scales[1], scales[score] > 0 ? scales[slope] / scales[score] : 0);
    all[slope] += stray * about + missing * scales[slope];
    if (stray * Math.max(1, Math.abs(parameters[i])) > 1e-14) {
      check(`the integral of ∂p/∂${name}`, 0, stray, 10 * (scales[score] + 1e9 * all[score]));
    }
    check(`∂E[f]/∂${name}`, sums[slope], all[slope], scales[slope]);
  });
  return { sums, errors: all, baseline };
}

function result(
  { problem: { parameters } }: PreparedProblem,
  method: ExactGradient<Parameters>["method"],
  { sums, errors, baseline }: Found,
): ExactGradient<Parameters> {
  const ofGradient = (all: Float64Array) =>
    likeParameters(
      parameters,
      all.filter((_, at) => at > 2 && at % 2 === 1),
    );
  return {
    method,
    value: baseline + sums[1],
    gradient: ofGradient(sums),
    errors: ofGradient(errors),
    error: errors.reduce((largest, error, at) => (at % 2 === 1 ? Math.max(largest, error) : largest), 0),
  };
}
