import { type Density, NoClosedFormError } from "../../distributions/index.ts";
import { broadcastTo, type Expression, toFloat } from "../../graph/index.ts";
import { sizeOf } from "../../graph/shape.ts";
import { createGenerator } from "../../random/index.ts";
import { compileRows, type Model } from "../model.ts";
import { type PreparedProblem, prepareProblem } from "../prepare-problem.ts";
import type { ParameterExpressions, Parameters } from "../problem.ts";
import type { Bounds } from "../samples/bounds.ts";
import { compileDraws } from "../samples/draws.ts";
import { independent } from "../samples/sampling.ts";
import type { Dimension } from "./box-sums.ts";

/** So many draws say where a density is. */
export const drawCount = 1000;

/** Samples of the density: [drawCount, width]. */
export function drawsOf(problem: PreparedProblem): Float64Array {
  const draws = compileDraws(problem.model(drawCount), () => ({}))(createGenerator(0), independent);
  draws.draw();
  return Float64Array.from(draws.samples);
}

/**
 * The numbers of a sample as dimensions to integrate over: between which ends they lie, around which points, and where they
 * are drawn. Of a mixture, the points and the draws are those of its components, however little weight they have.
 */
export function dimensionsOf(
  problem: PreparedProblem,
  model: Model,
  { low, high, isWhole }: Bounds,
  draws: Float64Array,
): Dimension[] {
  const { density, width } = model;
  const components = density.components ? componentDraws(problem, width) : undefined;
  const centers = components
    ? []
    : [() => density.mode(), () => density.mean()].map((of) => valuesOf(model, of));
  return low.map((least, i) => {
    if (isWhole[i]) return wholeNumbers(least, high[i]);
    if (components) {
      const each = components.map((drawn) => drawn[i]);
      const drawn = Float64Array.from(each.flatMap((own) => Array.from(own))).sort();
      return { low: least, high: high[i], centers: each.map(medianOf), drawn };
    }
    const drawn = draws.filter((_, at) => at % width === i).sort();
    const known = centers.map((center) => center?.[i] ?? Number.NaN);
    const inside = known.find((x) => drawn[0] < x && x < drawn[drawn.length - 1]);
    return { low: least, high: high[i], centers: [inside ?? medianOf(drawn)], drawn };
  });
}

/** Of an ascending list. */
const medianOf = (sorted: Float64Array) => sorted[sorted.length >> 1];

/** The whole numbers between two bounds, each of weight 1. */
function wholeNumbers(low: number, high: number): Dimension {
  const points = Float64Array.from({ length: high - low + 1 }, (_, i) => low + i);
  const ones = points.slice().fill(1);
  return { points, lengths: ones, weights: ones, checks: [] };
}

/** For each component of a mixture and each number of a sample, draws in ascending order. */
function componentDraws({ problem }: PreparedProblem, width: number): Float64Array[][] {
  const density = (parameters: ParameterExpressions<Parameters>) =>
    problem.density(parameters).components as Density;
  const components = prepareProblem({ parameters: problem.parameters, density });
  const { batchShape, eventShape } = components.model(1).density;
  const count = batchShape.at(-1)!;
  const rows = Math.ceil(drawCount / count);
  const draws = compileDraws(components.model(rows), () => ({}))(createGenerator(0), independent);
  draws.draw();
  // [rows, ...batch of the mixture, components, ...event], where batch and event are the numbers of a sample.
  const event = sizeOf(eventShape);
  return Array.from({ length: count }, (_, component) =>
    Array.from({ length: width }, (_, i) => {
      const place = (Math.floor(i / event) * count + component) * event + (i % event);
      return Float64Array.from(
        { length: rows },
        (_, row) => draws.samples[row * width * count + place],
      ).sort();
    }),
  );
}

/** Modes or means of the numbers of a sample, where a density may have its kinks; undefined where none are known. */
function valuesOf(model: Model, of: () => Expression): Float64Array | undefined {
  try {
    const values = broadcastTo(toFloat(of()), model.sampleShape);
    const { outputs, run } = compileRows(model, {}, { values });
    run();
    return outputs.values.slice(0, model.width);
  } catch (error) {
    if (error instanceof NoClosedFormError) return undefined;
    throw error;
  }
}
