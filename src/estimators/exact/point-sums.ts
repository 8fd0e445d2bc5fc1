import { NotApplicableError } from "../not-applicable-error.ts";
import { type Integrand, isThere } from "./integrand.ts";

/**
 * Weighted sums over points: of p, of p (f − b), and for each parameter of p ∂log p and of p (f − b) ∂log p, in this order.
 * Over all points the first is 1 and those of p ∂log p are 0, whatever b is, and E[f] is b more than the second. Where b is
 * near f few digits cancel.
 */
export interface PointSums {
  readonly sums: Float64Array;
  /** The same of absolute values. */
  readonly absolutes: Float64Array;
  /** For each dimension, how far the checks along it have the sums off. */
  readonly apart: readonly Float64Array[];
  /** How far rounding may have them off, of f as it was before b was subtracted. */
  readonly rounding: Float64Array;
  /** The first point with f that is not a finite number. It is left out, and the sums are off by as much as it may be large. */
  readonly hole: Hole | undefined;
}

export interface Hole {
  readonly x: readonly number[];
  readonly value: number;
}

/** What cannot be summed over. */
export const holeError = ({ x, value }: Hole): NotApplicableError =>
  new NotApplicableError(
    `f: it returned ${value} for x = [${x.join(", ")}]; it must be a finite number wherever the density is`,
  );

/** Weights of the points: [rows]. */
export interface Rules {
  readonly weights: Float64Array;
  /** For each dimension, weights whose sums are about 0 unless those of `weights` are off. */
  readonly checks: readonly (readonly Float64Array[])[];
}

const precision = 2 ** -48;

export function sumPoints(
  { masses, values, scores, samples, model }: Integrand,
  start: number,
  end: number,
  baseline: number,
  { weights, checks }: Rules,
): PointSums {
  const { width } = model;
  const size = model.parameters.length;
  const count = 2 + 2 * size;
  const zeros = () => new Float64Array(count);
  const [sums, absolutes, rounding] = [zeros(), zeros(), zeros()];
  const found = checks.map((own) => own.map(zeros));
  const isBlind = checks.map((own) => own.map(() => false));
  let hole: Hole | undefined;
  for (let row = start; row < end; row++) {
    if (!isThere(masses[row])) continue;
    const value = values[row];
    const weight = weights[row];
    const isHole = !Number.isFinite(value);
    if (isHole && weight !== 0) {
      hole ??= { value, x: Array.from(samples.subarray(row * width, (row + 1) * width)) };
    }
    // At an end, which has no weight, f may be infinite.
    if (isHole && weight === 0) {
      checks.forEach((own, i) => own.forEach((check, k) => (isBlind[i][k] ||= check[row] !== 0)));
      continue;
    }
    const difference = isHole ? 0 : value - baseline;
    const most = isHole ? Number.MAX_VALUE : Math.abs(value) + Math.abs(baseline);
    for (let at = 0; at < count; at += 2) {
      const part = at === 0 ? masses[row] : masses[row] * scores[row * size + at / 2 - 1];
      const term = part * difference;
      const magnitude = Math.abs(weight * part);
      sums[at] += weight * part;
      sums[at + 1] += weight * term;
      absolutes[at] += magnitude;
      absolutes[at + 1] += Math.abs(weight * term);
      rounding[at] += precision * magnitude;
      rounding[at + 1] += isHole ? 0 : precision * magnitude * most;
      for (let i = 0; i < checks.length; i++) {
        for (let k = 0; k < checks[i].length; k++) {
          const own = found[i][k];
          own[at] += checks[i][k][row] * part;
          own[at + 1] += isHole ? magnitude * most : checks[i][k][row] * term;
        }
      }
    }
  }
  const apart = found.map((own, i) =>
    own.reduce(
      (all, check, k) => (isBlind[i][k] ? all : all.map((each, at) => each + Math.abs(check[at]))),
      zeros(),
    ),
  );
  return { sums, absolutes, apart, rounding, hole };
}
