import { assertInteger } from "../random/describe-argument.ts";
import { createGenerator, type Generator } from "../random/index.ts";
import { candidates } from "./candidates.ts";
import type { ComparedEstimator, Comparison, Interval } from "./comparison.ts";
import { createMoments, type Terms } from "./estimate.ts";
import { exactGradient } from "./exact-gradient.ts";
import { createModel } from "./model.ts";
import { NotApplicableError } from "./not-applicable-error.ts";
import type { Parameters, Problem } from "./problem.ts";
import { recommend } from "./recommend.ts";

export interface CompareOptions {
  /** Evaluations of f that each estimator may spend. Default: 20,000. */
  readonly budget?: number;
  /** Default: a new one with seed 0. */
  readonly generator?: Generator;
}

/** The variance of the variance is taken from so many blocks of terms. */
const blocks = 10;
/** Student's t for 95 % with 9 degrees of freedom. */
const studentT = 2.262157162740992;

/**
 * Gives every estimator that suits a problem the same number of evaluations of f, and says how far each lies from the exact
 * gradient (where enumeration or quadrature gives it), how large its variance is, what a term costs, and which to take.
 *
 * @throws NotApplicableError (a RangeError) when no estimator suits the problem and the budget, with the reason of each
 * @throws RangeError for what the problem's parameters, density or f do wrong
 */
export function compareEstimators<P extends Parameters>(
  problem: Problem<P>,
  { budget = 20_000, generator = createGenerator(0) }: CompareOptions = {},
): Comparison {
  assertInteger("compareEstimators", "budget", budget, 1000);
  const found = exactGradient(problem);
  const exact = found && { method: found.method, gradient: Object.values(found.gradient).flat() as number[] };
  const estimators: ComparedEstimator[] = [];
  const skipped: { name: string; reason: string }[] = [];
  const generators = generator.spawn(candidates.length);
  candidates.forEach(({ name, unbiased, prepare }, index) => {
    try {
      const terms = prepare(problem, budget, generators[index]);
      estimators.push({ name, unbiased, ...measure(name, terms, budget, exact?.gradient) });
    } catch (error) {
      if (!(error instanceof NotApplicableError)) throw error;
      skipped.push({ name, reason: error.message });
    }
  });
  if (estimators.length === 0) {
    throw new NotApplicableError(
      `compareEstimators: no estimator suits the problem: ${skipped.map(({ reason }) => reason).join("; ")}`,
    );
  }
  estimators.sort((a, b) => a.effectiveVariance.value - b.effectiveVariance.value);
  return {
    budget,
    parameters: createModel(problem, 1).names,
    exact,
    estimators,
    skipped,
    recommendation: recommend(estimators, budget),
  };
}

function measure(name: string, terms: Terms, budget: number, exact: readonly number[] | undefined) {
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
  const next = oneByOne(terms, size);
  const block = new Float64Array(perBlock * size);
  for (let i = 0; i < blocks; i++) {
    for (let row = 0; row < perBlock; row++) block.set(next(), row * size);
    const own = createMoments(size);
    own.add(block, perBlock);
    all.add(block, perBlock);
    traces.add(Float64Array.of(columns.reduce((sum, column) => sum + own.variance(column), 0)), 1);
  }
  const gradient = columns.map(all.mean);
  // What rounding leaves of an estimator without variance, or without bias, is nothing.
  const rounding = 1e-12 * Math.max(...gradient.map(Math.abs));
  const variance = traces.mean(0) > rounding ** 2 ? traces.mean(0) : 0;
  const doubt = variance === 0 ? 0 : studentT * Math.sqrt(traces.variance(0) / blocks);
  const interval = (scale: number): Interval => ({
    value: scale * variance,
    low: scale * Math.max(0, variance - doubt),
    high: scale * (variance + doubt),
  });
  const bias = exact?.map((entry, column) => {
    const half = 1.959963984540054 * Math.sqrt(all.variance(column) / all.count);
    const apart = Math.abs(gradient[column] - entry) > rounding ? gradient[column] - entry : 0;
    return { value: apart, low: apart - half, high: apart + half };
  });
  return {
    gradient,
    bias,
    variance: interval(1),
    evaluationsPerTerm,
    preparation,
    effectiveVariance: interval(evaluationsPerTerm / (budget - preparation)),
  };
}

/** Terms of the gradient, drawing again when a chunk has been used up. */
function oneByOne({ gradients, count, draw }: Terms, size: number): () => Float64Array {
  let at = count;
  return () => {
    if (at === count) {
      draw();
      at = 0;
    }
    at++;
    return gradients.subarray((at - 1) * size, at * size);
  };
}
