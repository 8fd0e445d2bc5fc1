import { maximumOf } from "../../math/extremes.ts";
import { studentTQuantile } from "../../math/special/student-t-quantile.ts";
import { createGenerator, type Generator } from "../../random/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { requireInteger } from "../../text/require-number.ts";
import { createMoments, type Terms } from "../estimate.ts";
import { exactGradientOf } from "../exact/exact-gradient.ts";
import { NotApplicableError } from "../not-applicable-error.ts";
import { type PreparedProblem, prepareProblem } from "../prepare-problem.ts";
import type { Parameters, Problem } from "../problem.ts";
import { type Candidate, candidates } from "./candidates.ts";
import type { ComparedEstimator, Comparison, Interval } from "./comparison.ts";
import { recommend } from "./recommend.ts";

export interface CompareOptions {
  /** Evaluations of f that each estimator may spend. Default: 20,000. */
  readonly budget?: number;
  /** Default: a new one with seed 0. */
  readonly generator?: Generator;
}

/** The variance of the variance is taken from so many blocks of terms. */
const blocks = 10;

/**
 * Gives every estimator that suits a problem the same number of evaluations of f, and says how far each lies from the exact
 * gradient (where enumeration or quadrature gives it), how large its variance is, what a term costs, and which to take.
 *
 * @throws NotApplicableError (a RangeError) when no estimator suits the problem and the budget, with the reason of each
 * @throws RangeError where the problem's parameters, density or f are not valid
 */
export function compareEstimators<P extends Parameters>(
  problem: Problem<P>,
  options: CompareOptions = {},
): Comparison {
  const names = ["budget", "generator"] as const;
  const { budget = 20_000, generator = createGenerator(0) } = knownOptions(
    "compareEstimators",
    options,
    names,
  );
  requireInteger("compareEstimators: budget", budget, 1000);
  const prepared = prepareProblem(problem);
  const exact = exactly(prepared);
  const measured: (Measured & Pick<Candidate, "name" | "unbiased">)[] = [];
  const skipped: { name: string; reason: string }[] = [];
  const known = typeof exact === "string" ? undefined : exact;
  const generators = generator.spawn(candidates.length);
  candidates.forEach(({ name, unbiased, prepare }, index) => {
    try {
      const terms = prepare(prepared, budget, generators[index]);
      measured.push({ name, unbiased, ...measure(name, terms, budget, known) });
    } catch (error) {
      if (!(error instanceof NotApplicableError)) throw error;
      skipped.push({ name, reason: error.message });
    }
  });
  // What is unbiased by its theory for every f.
  const reference = known ?? withErrors(measured.find(({ name }) => name === "scoreFunction, leave-one-out"));
  const estimators: ComparedEstimator[] = measured.map((each) => ({
    ...each,
    unbiased: each.unbiased === "if continuous" ? !isApart(each, reference) : each.unbiased,
  }));
  if (estimators.length === 0) {
    throw new NotApplicableError(
      `compareEstimators: no estimator suits the problem: ${skipped.map(({ reason }) => reason).join("; ")}`,
    );
  }
  estimators.sort((a, b) => a.effectiveVariance.value - b.effectiveVariance.value);
  return {
    budget,
    parameters: prepared.model(1).names,
    exact: known && { method: known.method, gradient: known.gradient },
    noExact: typeof exact === "string" ? exact : undefined,
    estimators,
    skipped,
    recommendation: recommend(estimators, budget),
  };
}

/** The exact gradient as a list, or why there is none. */
function exactly(problem: PreparedProblem) {
  try {
    const { method, gradient, errors } = exactGradientOf(problem);
    const flat = (numbers: object) => Object.values(numbers).flat() as number[];
    return { method, gradient: flat(gradient), errors: flat(errors) };
  } catch (error) {
    if (error instanceof NotApplicableError) return error.message;
    throw error;
  }
}

/** A gradient to compare others with, and its error. */
interface Reference {
  readonly gradient: readonly number[];
  readonly errors: readonly number[];
}

/** So many standard errors are more than chance: 6e-7 for each entry. */
const surprising = 5;

const withErrors = (estimator: Measured | undefined): Reference | undefined =>
  estimator && {
    gradient: estimator.gradient,
    errors: estimator.standardErrors.map((error) => surprising * error),
  };

/** Whether an entry of the gradient differs from the reference by more than chance explains. */
function isApart({ gradient, standardErrors, bias }: Measured, reference: Reference | undefined): boolean {
  if (reference === undefined) return false;
  return gradient.some((entry, i) => {
    const apart = bias ? bias[i].value : entry - reference.gradient[i];
    return Math.abs(apart) > Math.hypot(surprising * standardErrors[i], reference.errors[i]);
  });
}

type Measured = Omit<ComparedEstimator, "name" | "unbiased">;

function measure(name: string, terms: Terms, budget: number, exact: Reference | undefined): Measured {
  const { evaluationsPerTerm, preparation } = terms;
  const perBlock = Math.floor((budget - preparation) / evaluationsPerTerm / blocks);
  if (perBlock < 2) {
    throw new NotApplicableError(
      `${name}: a budget of ${budget} evaluations is too small for terms of ${evaluationsPerTerm} and a preparation of ` +
        `${preparation}; it needs ${preparation + 2 * blocks * evaluationsPerTerm}`,
    );
  }
  const size = terms.gradients.length / terms.count;
  const columns = Array.from({ length: size }, (_, i) => i);
  const all = createMoments(size);
  const traces = createMoments(1);
  const next = oneByOne(terms);
  const block = new Float64Array(perBlock * size);
  let largest = 0;
  for (let i = 0; i < blocks; i++) {
    for (let row = 0; row < perBlock; row++) {
      const at = next();
      block.set(terms.gradients.subarray(at * size, (at + 1) * size), row * size);
      largest = Math.max(largest, Math.abs(terms.values[at]));
    }
    const own = createMoments(size);
    own.add(block, perBlock);
    all.add(block, perBlock);
    traces.add(Float64Array.of(columns.reduce((sum, column) => sum + own.variance(column), 0)), 1);
  }
  const gradient = columns.map(all.mean);
  if (!Number.isFinite(traces.mean(0)) || !gradient.every(Number.isFinite)) {
    throw new NotApplicableError(
      `${name}: its terms are too large to be squared, or not finite; divide f by a number, and multiply the gradient with it`,
    );
  }
  // What rounding leaves of an estimator without variance, or without bias, is nothing.
  const rounding = 1e-12 * Math.max(largest, maximumOf(gradient.map(Math.abs)));
  const variance = traces.mean(0) > rounding ** 2 ? traces.mean(0) : 0;
  const errors = studentTQuantile(0.05, blocks - 1);
  const doubt = variance === 0 ? 0 : errors * Math.sqrt(traces.variance(0) / blocks);
  const interval = (scale: number): Interval => ({
    value: scale * variance,
    low: scale * Math.max(0, variance - doubt),
    high: scale * (variance + doubt),
  });
  const standardErrors = columns.map((column) => Math.sqrt(all.variance(column) / all.count));
  const bias = exact?.gradient.map((entry, column) => {
    const half = 1.959963984540054 * standardErrors[column];
    const difference = gradient[column] - entry;
    const apart = Math.abs(difference) > Math.max(rounding, exact.errors[column]) ? difference : 0;
    return { value: apart, low: apart - half, high: apart + half };
  });
  return {
    gradient,
    standardErrors,
    bias,
    variance: interval(1),
    evaluationsPerTerm,
    preparation,
    effectiveVariance: interval(evaluationsPerTerm / (budget - preparation)),
  };
}

/** The places of terms one after another, drawing again when a chunk has been used up. */
function oneByOne({ count, draw }: Terms): () => number {
  let at = count;
  return () => {
    if (at === count) {
      draw();
      at = 0;
    }
    return at++;
  };
}
