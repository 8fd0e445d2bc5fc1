import type { Generator } from "../../random/index.ts";
import { requireInteger } from "../../text/require-number.ts";
import type { Model } from "../model.ts";
import type { PreparedProblem } from "../prepare-problem.ts";
import type { LikeParameters, Parameters } from "../problem.ts";
import type { Evaluator } from "../samples/evaluate-function.ts";
import type { Samples } from "../samples/samples.ts";
import { createScoredDraws } from "../samples/scored-draws.ts";
import { unknownKind } from "../unknown-kind.ts";

/**
 * What is subtracted from f(x) before it is multiplied by the score. None depends on the sample that it is subtracted from, except
 * the one whose name says so.
 *
 * - `none`
 * - `constant`: a number, or one for each parameter
 * - `moving-average` of the values of f so far, b ← decay · b + (1 − decay) · f, from the first f on; decay .99 by default. Samples
 *   that are drawn together (antithetic pairs, strata) have that from before all of them
 * - `leave-one-out`: among `of` samples (16 by default), the mean f of the others (Kool et al. 2019)
 * - `optimal`: E[f s²] / E[s²] for each parameter, the constant of least variance, from a pilot run of its own
 *   (a tenth of the samples by default, at most 1000)
 * - `control-variate`: coefficient · h(x), for an h whose ∇E[h] is known and is added again; the coefficient is 1 by default
 * - `mean-of-all`: among `of` samples the mean f of all of them, the own one too. Biased: it shrinks the gradient by
 *   (of − 1) / of. Many programs do this; it is here for comparison with `leave-one-out`.
 */
export type Baseline<P extends Parameters = Parameters> =
  | { readonly kind: "none" }
  | { readonly kind: "constant"; readonly value: number | LikeParameters<P> }
  | { readonly kind: "moving-average"; readonly decay?: number }
  | { readonly kind: "leave-one-out"; readonly of?: number }
  | { readonly kind: "optimal"; readonly pilot?: number }
  | {
      readonly kind: "control-variate";
      readonly h: (x: Float64Array) => number;
      readonly gradient: LikeParameters<P>;
      readonly coefficient?: number;
    }
  | { readonly kind: "mean-of-all"; readonly of?: number };

const kinds = [
  "none",
  "constant",
  "moving-average",
  "leave-one-out",
  "optimal",
  "control-variate",
  "mean-of-all",
];

/** How many samples make one term. */
export function groupOfBaseline<P extends Parameters>(baseline: Baseline<P>): number {
  if (baseline.kind !== "leave-one-out" && baseline.kind !== "mean-of-all") return 1;
  const { kind, of = 16 } = baseline;
  requireInteger(`baseline "${kind}": of`, of, 2);
  return of;
}

/** A term of the gradient is (weight − constant) · score + offset, entry by entry. */
export interface PreparedBaseline {
  readonly constant: Float64Array;
  readonly offset: Float64Array;
  /** Writes the weights: f, less what differs from sample to sample. */
  weigh(values: Float64Array, samples: Samples, weights: Float64Array): void;
}

export function prepareBaseline<P extends Parameters>(
  baseline: Baseline<P>,
  problem: PreparedProblem,
  model: Model,
  evaluator: Evaluator,
  { samples, generator, together = 1 }: { samples: number; generator: Generator; together?: number },
): PreparedBaseline {
  const zeros = new Float64Array(model.parameters.length);
  const prepared = {
    constant: zeros,
    offset: zeros,
    weigh: (values: Float64Array, _: Samples, weights: Float64Array) => weights.set(values),
  };
  switch (baseline.kind) {
    case "none":
      return prepared;
    case "constant":
      return { ...prepared, constant: perParameter("baseline", model, baseline.value) };
    case "moving-average":
      return { ...prepared, weigh: movingAverage(baseline.decay ?? 0.99, together) };
    case "leave-one-out":
      return { ...prepared, weigh: meanOfGroup(groupOfBaseline(baseline), 1) };
    case "mean-of-all":
      return { ...prepared, weigh: meanOfGroup(groupOfBaseline(baseline), 0) };
    case "optimal": {
      const { pilot = Math.min(1000, Math.ceil(samples / 10)) } = baseline;
      requireInteger('baseline "optimal": pilot', pilot, 1);
      return { ...prepared, constant: optimalConstant(problem, model, evaluator, pilot, generator) };
    }
    case "control-variate": {
      const { h, coefficient = 1, gradient } = baseline;
      const offset = perParameter("baseline: gradient", model, gradient).map((each) => coefficient * each);
      return { ...prepared, offset, weigh: lessFunction(model, h, coefficient) };
    }
    default:
      throw unknownKind("baseline", baseline, kinds);
  }
}

function perParameter<P extends Parameters>(
  owner: string,
  model: Model,
  value: number | LikeParameters<P>,
): Float64Array {
  const size = model.parameters.length;
  const list =
    typeof value === "number"
      ? new Float64Array(size).fill(value)
      : Float64Array.from(Object.keys(model.inputs).flatMap((name) => value[name]));
  if (list.length !== size || !list.every(Number.isFinite)) {
    throw new RangeError(
      `${owner}: it is [${list.join(", ")}]; it must be one finite number for each of ${model.names.join(", ")}`,
    );
  }
  return list;
}

/** @param together samples that are drawn together: none of them sees the f of another */
function movingAverage(decay: number, together: number) {
  if (!(decay >= 0 && decay < 1)) {
    throw new RangeError(`baseline "moving-average": decay is ${decay}; it must be from [0, 1)`);
  }
  let average: number | undefined;
  return (values: Float64Array, _: Samples, weights: Float64Array) => {
    for (let start = 0; start < values.length; start += together) {
      const before = average ?? 0;
      for (let i = start; i < start + together; i++) {
        weights[i] = values[i] - before;
        average = average === undefined ? values[i] : decay * average + (1 - decay) * values[i];
      }
    }
  };
}

function meanOfGroup(of: number, left: 0 | 1) {
  const scale = of / (of - left);
  return (values: Float64Array, _: Samples, weights: Float64Array) =>
    lessMeanOfAll(values, of, scale, weights);
}

/** f − (mean of the others) = (f − mean of all) · of / (of − 1), within groups of `of`. */
export const lessMeanOfOthers = (values: Float64Array, of: number, weights: Float64Array): void =>
  lessMeanOfAll(values, of, of / (of - 1), weights);

function lessMeanOfAll(values: Float64Array, of: number, scale: number, weights: Float64Array): void {
  for (let start = 0; start < values.length; start += of) {
    let sum = 0;
    for (let i = start; i < start + of; i++) sum += values[i];
    const mean = sum / of;
    for (let i = start; i < start + of; i++) weights[i] = (values[i] - mean) * scale;
  }
}

/** E[f s²] / E[s²]: the b where the derivative of E[(f − b)² s²] is 0. */
function optimalConstant(
  problem: PreparedProblem,
  model: Model,
  evaluator: Evaluator,
  pilot: number,
  generator: Generator,
): Float64Array {
  const size = model.parameters.length;
  const draws = createScoredDraws(problem, model, generator);
  const values = new Float64Array(model.rows);
  const weighted = new Float64Array(size);
  const squares = new Float64Array(size);
  for (let done = 0; done < pilot; done += model.rows) {
    const rows = Math.min(model.rows, pilot - done);
    draws.draw();
    evaluator.evaluate(draws.samples, values, rows);
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < size; i++) {
        const square = draws.scores[draws.starts[row] + i] ** 2;
        weighted[i] += square * values[row];
        squares[i] += square;
      }
    }
  }
  return weighted.map((sum, i) => (squares[i] === 0 ? 0 : sum / squares[i]));
}

function lessFunction({ width }: Model, h: (x: Float64Array) => number, coefficient: number) {
  const x = new Float64Array(width);
  return (values: Float64Array, samples: Samples, weights: Float64Array) => {
    for (let row = 0; row < values.length; row++) {
      for (let i = 0; i < width; i++) x[i] = samples[row * width + i];
      weights[row] = values[row] - coefficient * h(x);
      if (!Number.isFinite(weights[row])) {
        throw new RangeError(
          `baseline: h returned ${h(x)} for x = [${x.join(", ")}], with the coefficient ${coefficient}; the product must be finite`,
        );
      }
    }
  };
}
