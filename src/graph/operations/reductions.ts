import { knownOptions } from "../../text/known-options.ts";
import { createExpression, type Expression, type FloatExpression } from "../expression.ts";
import { resolveAxis, type Shape, sizeOf } from "../shape.ts";
import { divide, multiply, sqrt, square, subtract } from "./elementwise.ts";
import { reshape } from "./layout.ts";
import { checkType } from "./leaves.ts";

export interface ReductionOptions {
  /** Axis or axes to reduce; by default all. Negative ones count from the end. */
  readonly axis?: number | readonly number[];
  /** Keep reduced axes with extent 1, so that the result broadcasts against the operand. Default false. */
  readonly keepDimensions?: boolean;
}

function resolveAxes(owner: string, shape: Shape, axis: ReductionOptions["axis"]): number[] {
  if (axis === undefined) return shape.map((_, index) => index);
  const axes = [axis].flat().map((each) => resolveAxis(owner, shape, each));
  if (new Set(axes).size !== axes.length) throw new RangeError(`${owner}: axis [${axes}] names one twice`);
  return axes.sort((a, b) => a - b);
}

const reductionOptions = ["axis", "keepDimensions"] as const;

function reduce(operation: "sum" | "max", x: Expression, options: ReductionOptions): FloatExpression {
  checkType(operation, x, "float");
  const axes = resolveAxes(operation, x.shape, options.axis);
  const kept = x.shape.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
  const dropped = x.shape.filter((_, axis) => !axes.includes(axis));
  const result = neighborRuns(axes.filter((axis) => x.shape[axis] !== 1)).reduce<FloatExpression>(
    (part, run) => {
      const shape = part.shape.map((extent, axis) => (run.includes(axis) ? 1 : extent));
      return createExpression(operation, [part], shape, "float", { axes: run });
    },
    x,
  );
  return reshape(result, options.keepDimensions ? kept : dropped);
}

/** Ascending axes in runs of neighbors: each run is one reduction over a contiguous stretch. */
function neighborRuns(axes: readonly number[]): number[][] {
  const runs: number[][] = [];
  for (const axis of axes) {
    const run = runs.at(-1);
    if (run?.at(-1) === axis - 1) run.push(axis);
    else runs.push([axis]);
  }
  return runs;
}

export const sum = (x: Expression, options: ReductionOptions = {}): FloatExpression =>
  reduce("sum", x, knownOptions("sum", options, reductionOptions));

/** The largest entry. Where several are largest, each takes an equal share of the gradient. */
export const max = (x: Expression, options: ReductionOptions = {}): FloatExpression =>
  reduce("max", x, knownOptions("max", options, reductionOptions));

/** Number of elements that a reduction with these options takes together. */
function reducedCount(owner: string, x: Expression, options: ReductionOptions): number {
  return sizeOf(resolveAxes(owner, x.shape, options.axis).map((axis) => x.shape[axis]));
}

export function mean(x: Expression, options: ReductionOptions = {}): FloatExpression {
  return multiply(
    reduce("sum", x, knownOptions("mean", options, reductionOptions)),
    1 / reducedCount("mean", x, options),
  );
}

export interface VarianceOptions extends ReductionOptions {
  /** Subtracted from the count in the divisor: 0 (default) for a population, 1 for the unbiased estimate. */
  readonly degreesOfFreedom?: 0 | 1;
}

export function variance(x: Expression, options: VarianceOptions = {}): FloatExpression {
  knownOptions("variance", options, [...reductionOptions, "degreesOfFreedom"]);
  const { degreesOfFreedom = 0, ...reduction } = options;
  const count = reducedCount("variance", x, reduction) - degreesOfFreedom;
  if (count < 1 || ![0, 1].includes(degreesOfFreedom)) {
    throw new RangeError(
      `variance: degreesOfFreedom is ${degreesOfFreedom}; it must be 0, or 1 for at least two values`,
    );
  }
  const centered = subtract(x, mean(x, { ...reduction, keepDimensions: true }));
  return divide(sum(square(centered), reduction), count);
}

export const standardDeviation = (x: Expression, options: VarianceOptions = {}): FloatExpression =>
  sqrt(variance(x, options));
