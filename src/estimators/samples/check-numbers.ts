import { float64Kernels } from "../../backends/reference/float64-kernels.ts";
import { describeParameters, type Model } from "../model.ts";
import { NotApplicableError } from "../not-applicable-error.ts";
import type { Samples } from "./samples.ts";

/** Throws unless all numbers that a density gave are finite. */
export function checkDensity(model: Model, numbers: ArrayLike<number>): void {
  if (firstNotFinite(numbers, numbers.length) >= 0) throw outsideRange(model);
}

/**
 * @param parameters those of the density, where they are not the model's own
 * @param cause what the density's sampler threw
 */
export function outsideRange(model: Model, parameters = model.parameters, cause?: Error): RangeError {
  const where = describeParameters(model, parameters);
  return new RangeError(
    `density: the ${model.density.name} gives numbers that are not finite at ${where}; ` +
      `the parameters must lie inside the range that the density allows${cause === undefined ? "" : ` (${cause.message})`}`,
    { cause },
  );
}

/** Where f was evaluated: the samples, and the number of samples before them. */
export interface Asked {
  readonly samples: Samples;
  readonly before: number;
}

/**
 * Throws unless f is finite for each of the first `rows` samples.
 *
 * @param problem what the error says, such as "f: it returned"
 * @param Kind NotApplicableError where an estimator needs f elsewhere than at samples of the density
 */
export function checkFunction(
  problem: string,
  model: Model,
  asked: Asked,
  values: Float64Array,
  rows: number,
  Kind: new (message: string) => RangeError = RangeError,
): void {
  const row = firstNotFinite(values, rows);
  if (row < 0) return;
  throw new Kind(
    `${problem} ${values[row]} for ${describeSample(model, asked, row)}; it must be a finite number`,
  );
}

/** Throws unless the scores of samples that the density may draw, [rows, parameters], are finite. */
export function checkScore(model: Model, asked: Asked, scores: Float64Array): void {
  const at = firstNotFinite(scores, scores.length);
  if (at < 0) return;
  const size = model.parameters.length;
  throw new NotApplicableError(
    `score: that of ${model.names[at % size]} is ${scores[at]} for ${describeSample(model, asked, Math.floor(at / size))}; ` +
      "float64 does not hold it there, so estimate another way",
  );
}

/** Throws unless the gradient of f, [rows, parameters], is finite. */
export function checkGradients(owner: string, model: Model, asked: Asked, gradients: Float64Array): void {
  const at = firstNotFinite(gradients, gradients.length);
  if (at < 0) return;
  const size = model.parameters.length;
  throw new NotApplicableError(
    `${owner}: the gradient of ${model.names[at % size]} is ${gradients[at]} for ` +
      `${describeSample(model, asked, Math.floor(at / size))}; the expression must have a finite derivative there`,
  );
}

function describeSample({ rows }: Model, { samples, before }: Asked, row: number): string {
  const width = samples.length / rows; // a relaxed category has a number for each
  return `sample ${before + row}, x = [${Array.from(samples.subarray(row * width, (row + 1) * width)).join(", ")}]`;
}

/** The place of the first of so many numbers that is NaN or infinite, or −1. */
function firstNotFinite(numbers: ArrayLike<number>, count: number): number {
  if (areFinite(numbers, count)) return -1;
  for (let i = 0; i < count; i++) if (!Number.isFinite(numbers[i])) return i;
  return -1;
}

/** Whether that is known without a look at each number: a sum is not finite if one of them is NaN or infinite. */
function areFinite(numbers: ArrayLike<number>, count: number): boolean {
  const kernels = float64Kernels(count);
  if (kernels && numbers.length === count && count <= kernels.registers.length) {
    kernels.registers.set(numbers);
    return kernels.areFinite(count, 0);
  }
  let sum = 0;
  for (let i = 0; i < count; i++) sum += numbers[i];
  return Number.isFinite(sum);
}
