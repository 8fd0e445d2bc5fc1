import { NoClosedFormError } from "../distributions/index.ts";
import { broadcastTo } from "../graph/index.ts";
import { maximumOf } from "../math/extremes.ts";
import { createGenerator } from "../random/index.ts";
import { type Bounds, boundsOf, movingSupport } from "./bounds.ts";
import { createDraws, independent } from "./draw.ts";
import { enumerate } from "./enumerate.ts";
import { createEvaluator } from "./evaluate-function.ts";
import {
  compileRows,
  createModel,
  likeParameters,
  type Model,
  rowGradients,
  rowLogProb,
  sampleInput,
} from "./model.ts";
import type { LikeParameters, Parameters, Problem } from "./problem.ts";
import { doubleExponentialNodes, tensorProduct, type WeightedSamples, wholeNumbers } from "./quadrature.ts";

/** E[f(x)] and its gradient, without sampling. */
export interface ExactGradient<P extends Parameters> {
  readonly method: "enumeration" | "quadrature";
  readonly value: number;
  readonly gradient: LikeParameters<P>;
  /**
   * About how far value and gradient may be off: the largest difference to a sum half as fine, or what lies beyond its ends;
   * 0 for an enumeration.
   */
  readonly error: number;
}

/** Up to so many values, or nodes, are added up. */
const mostTerms = 70_000;
/** A sum has settled when it moves by less than this part of the sum of the absolute values. */
const tolerance = 1e-5;

/**
 * E[f(x)] and its gradient E[f(x) ∇ log p(x)]: as a sum over all values of a discrete density (until nothing is left to
 * add, where they are without end), or as an integral over a continuous one of one or two numbers (double-exponential
 * quadrature; `f` should have no detail that is much finer than the density), or both in a product of such densities. Undefined where neither will do: too many
 * values, more than two continuous numbers, an integral that does not settle or does not exist, as the mean of a Cauchy
 * density, or a support whose ends depend on θ.
 */
export function exactGradient<P extends Parameters>(problem: Problem<P>): ExactGradient<P> | undefined {
  const model = createModel(problem, 1);
  if (movingSupport(model) !== undefined) return undefined;
  if (model.density.discrete) return enumerated(problem) ?? counted(problem);
  return isIntegrable(boundsOf(model)) ? integrated(problem) : undefined;
}

function enumerated<P extends Parameters>(problem: Problem<P>): ExactGradient<P> | undefined {
  const table = enumerate(problem, mostTerms);
  if (table === undefined) return undefined;
  const weights = new Float64Array(table.model.rows).fill(1);
  const sums = sumOver(problem, { samples: table.samples, weights, ends: new Uint8Array(weights.length) });
  return sums.mass > 1 - 1e-9 ? exact(problem, "enumeration", sums, 0) : undefined;
}

/** Values without end, such as counts: block after block, until they hold all the probability that rounding leaves. */
function counted<P extends Parameters>(problem: Problem<P>): ExactGradient<P> | undefined {
  const model = createModel(problem, 1);
  const low = boundsOf(model)?.low[0];
  if (model.width > 1 || low === undefined || !Number.isFinite(low)) return undefined;
  const block = 1000;
  const total = new Float64Array(2 + model.parameters.length);
  for (let start = 0; start < mostTerms; start += block) {
    const samples = Float64Array.from({ length: block }, (_, i) => low + start + i);
    const weights = new Float64Array(block).fill(1);
    const { all, mass } = sumOver(problem, { samples, weights, ends: new Uint8Array(block) });
    all.forEach((sum, i) => {
      total[i] += sum;
    });
    if (total[0] > 1 - 1e-12 && mass < 1e-13) return exact(problem, "enumeration", splitSums(total), 0);
  }
  return undefined;
}

/** One or two continuous numbers, and beside them, in a product, whole ones that can be counted. */
function isIntegrable(bounds: Bounds | undefined): boolean {
  if (bounds === undefined) return false;
  const { low, high, isWhole } = bounds;
  const continuous = isWhole.filter((whole) => !whole).length;
  const isCounted = isWhole.every((whole, i) => !whole || Number.isFinite(high[i] - low[i]));
  return isCounted && (continuous === 1 || continuous === 2);
}

function integrated<P extends Parameters>(problem: Problem<P>): ExactGradient<P> | undefined {
  const axes = axesOf(problem);
  let coarse: Sums | undefined;
  let settled: ExactGradient<P> | undefined;
  for (let perUnit = 8; ; perUnit *= 2) {
    const nodes = axes.map((axis) =>
      axis.isWhole ? wholeNumbers(axis) : doubleExponentialNodes(axis, perUnit),
    );
    if (nodes.reduce((product, { weights }) => product * weights.length, 1) > mostTerms) return settled;
    const fine = sumOver(problem, tensorProduct(nodes));
    if (coarse !== undefined) {
      const before = coarse.all;
      const change = maximumOf(fine.all.map((sum, i) => Math.abs(sum - before[i])));
      // The density must be all there, and nothing may be left beyond the ends.
      const missing = Math.abs(fine.mass - 1) * fine.scale;
      const error = Math.max(change, missing, fine.beyond * perUnit);
      settled = error <= tolerance * fine.scale ? exact(problem, "quadrature", fine, error) : undefined;
      if (error <= 1e-13 * fine.scale) return settled;
    }
    coarse = fine;
  }
}

/** Where each number of a sample lies: its bounds, and the middle and spread of some draws. */
function axesOf<P extends Parameters>(problem: Problem<P>) {
  const model = createModel(problem, 101);
  const { low, high, isWhole } = boundsOf(model)!;
  const draws = createDraws(model, createGenerator(0), independent, () => ({}));
  draws.draw();
  const means = meansOf(model);
  return low.map((least, i) => {
    // Where a density has its kink, that is its mean: a point of the rule there takes both sides by halves.
    const drawn = Float64Array.from({ length: 101 }, (_, row) => draws.samples[row * model.width + i]).sort();
    return {
      ...{ low: least, high: high[i], isWhole: isWhole[i] },
      ...{ middle: means?.[i] ?? drawn[50], spread: drawn[75] - drawn[25] },
    };
  });
}

/** The mean of each number of a sample; undefined where no closed form is known, or there is none. */
function meansOf(model: Model): number[] | undefined {
  try {
    const program = compileRows(model, {}, { mean: broadcastTo(model.density.mean(), model.sampleShape) });
    program.run();
    const means = Array.from(program.outputs.mean.subarray(0, model.width));
    return means.every(Number.isFinite) ? means : undefined;
  } catch (error) {
    if (error instanceof NoClosedFormError) return undefined;
    throw error;
  }
}

/** Σ w p, Σ w p f, and Σ w p f ∇ log p. */
interface Sums {
  readonly mass: number;
  readonly value: number;
  readonly gradient: Float64Array;
  readonly all: Float64Array;
  /** The largest of the sums with absolute values in the place of values. */
  readonly scale: number;
  /** The same over the ends alone. */
  readonly beyond: number;
}

const splitSums = (all: Float64Array, absolute = all, beyond = 0): Sums => ({
  all,
  beyond,
  scale: maximumOf(absolute),
  mass: all[0],
  value: all[1],
  gradient: all.subarray(2),
});

function sumOver<P extends Parameters>(
  problem: Problem<P>,
  { samples, weights, ends }: WeightedSamples,
): Sums {
  const model = createModel(problem, weights.length);
  const { rows, width } = model;
  const size = model.parameters.length;
  const input = sampleInput(model);
  const logProb = rowLogProb(model, input);
  const program = compileRows(model, { input }, { logProb, scores: rowGradients(model, logProb) });
  program.inputs.input.set(samples);
  program.run();
  const { logProb: logarithms, scores } = program.outputs;

  // f is only asked where something can come of it: far out it may not even be finite.
  const kept = [];
  for (let row = 0; row < rows; row++) if (weights[row] > 0 && logarithms[row] > -700) kept.push(row);
  const packed = samples.slice();
  kept.forEach((row, i) => packed.copyWithin(i * width, row * width, (row + 1) * width));
  const values = new Float64Array(rows);
  createEvaluator(model, problem).evaluate(packed, values, kept.length);

  const all = new Float64Array(2 + size);
  const absolute = new Float64Array(2 + size);
  const beyond = new Float64Array(2 + size);
  kept.forEach((row, i) => {
    const mass = weights[row] * Math.exp(logarithms[row]);
    const include = (at: number, term: number) => {
      all[at] += term;
      absolute[at] += Math.abs(term);
      if (ends[row]) beyond[at] += Math.abs(term);
    };
    include(0, mass);
    include(1, mass * values[i]);
    for (let j = 0; j < size; j++) include(2 + j, mass * values[i] * scores[row * size + j]);
  });
  return splitSums(all, absolute, maximumOf(beyond));
}

function exact<P extends Parameters>(
  { parameters }: Problem<P>,
  method: ExactGradient<P>["method"],
  { value, gradient }: Sums,
  error: number,
): ExactGradient<P> {
  return { method, value, gradient: likeParameters(parameters, gradient), error };
}
