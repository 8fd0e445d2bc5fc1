import {
  abs,
  add,
  divide,
  type Expression,
  type FloatExpression,
  less,
  mean,
  multiply,
  select,
  standardDeviation,
  subtract,
} from "../graph/index.ts";

/*
 * Advantages are divided by their standard deviation, that of a sample: the root of the sum of squares over n − 1. Where
 * they do not differ, or are only one, there is none to divide by, and they are not scaled. Nor are they when all that
 * they differ in is rounding, which would be blown up to advantages of 1.
 */

/** A deviation below this share of the mean counts as rounding: the mean of equal float32 numbers, or float64 ones, is as far off. */
const resolution = 2 ** -18;
const resolutionOfDoubles = 2 ** -40;

/** Keeps a division from overflowing. */
const epsilon = 1e-8;

/** Shifts and scales numbers in place to mean 0 and standard deviation 1; to 0 where they do not differ. */
export function standardize(values: Float32Array | Float64Array): void {
  normalize(values, true);
}

/** Scales numbers in place to standard deviation 1, and leaves their mean; does nothing where they do not differ. */
export function scaleToDeviation(values: Float32Array | Float64Array): void {
  normalize(values, false);
}

/**
 * The same as {@link standardize} as an expression: `values`, shifted and scaled as it takes to give `whole` mean 0 and
 * standard deviation 1.
 *
 * @param whole [n], n from 2: all of a minibatch, of which `values` may be a part
 */
export function standardized(values: Expression, whole: Expression): FloatExpression {
  const center = mean(whole);
  const deviation = standardDeviation(whole, { degreesOfFreedom: 1 });
  const differ = less(multiply(abs(center), resolution), deviation);
  return divide(subtract(values, center), select(differ, add(deviation, epsilon), Number.POSITIVE_INFINITY));
}

/** One function, since numbers that functions return are allocated. @param shift whether to mean 0 */
function normalize(values: Float32Array | Float64Array, shift: boolean): void {
  const size = values.length;
  let mean = 0;
  for (let i = 0; i < size; i++) mean += values[i] / size;
  let variance = 0;
  for (let i = 0; i < size; i++) variance += (values[i] - mean) ** 2 / (size - 1);
  const deviation = Math.sqrt(variance); // NaN of a single number
  const center = shift ? mean : 0;
  const share = values instanceof Float64Array ? resolutionOfDoubles : resolution;
  if (deviation > share * Math.abs(mean)) {
    for (let i = 0; i < size; i++) values[i] = (values[i] - center) / (deviation + epsilon);
  } else if (shift) {
    values.fill(0);
  }
}
