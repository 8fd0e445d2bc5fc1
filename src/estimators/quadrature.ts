import type { Samples } from "./samples.ts";

/** Points with weights, so that Σ weight · g(point) is about ∫ g. */
export interface WeightedSamples {
  /** [points, width]. */
  readonly samples: Samples;
  /** [points]. */
  readonly weights: Float64Array;
  /** [points], 1 where an axis ends: what is found there stands for all that lies beyond. */
  readonly ends: Uint8Array;
}

/** An axis to integrate over. */
export interface Axis {
  readonly low: number;
  readonly high: number;
  /** About where the integrand is, and how wide. */
  readonly middle: number;
  readonly spread: number;
}

/**
 * The double-exponential rule: ∫ g(x) dx = ∫ g(x(t)) x′(t) dt by equal steps of t from −4 to 4, with an x(t) for which the
 * integrand falls off like exp(−exp |t|) at both ends, whatever the ends are.
 *
 * Source: H. Takahasi and M. Mori, “Double exponential formulas for numerical integration” (1974).
 */
export function doubleExponentialNodes(
  { low, high, middle, spread }: Axis,
  perUnit: number,
): WeightedSamples {
  const scale = spread > 0 ? spread : 1;
  const count = 8 * perUnit + 1;
  const samples = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const t = i / perUnit - 4;
    const inner = (Math.PI / 2) * Math.sinh(t);
    const slope = ((Math.PI / 2) * Math.cosh(t)) / perUnit;
    if (low === -Infinity && high === Infinity) {
      samples[i] = middle + scale * Math.sinh(inner);
      weights[i] = scale * Math.cosh(inner) * slope;
    } else if (high === Infinity) {
      samples[i] = low + scale * Math.exp(inner);
      weights[i] = scale * Math.exp(inner) * slope;
    } else if (low === -Infinity) {
      samples[i] = high - scale * Math.exp(inner);
      weights[i] = scale * Math.exp(inner) * slope;
    } else {
      const share = 1 / (1 + Math.exp(-2 * inner));
      samples[i] = low + (high - low) * share;
      weights[i] = (2 * (high - low) * slope) / (2 * Math.cosh(inner)) ** 2;
    }
    // Rounded onto an end, where a density may be infinite, a point stands for nothing.
    if (samples[i] === low || samples[i] === high) weights[i] = 0;
  }
  const ends = new Uint8Array(count);
  ends[0] = ends[count - 1] = 1;
  return { samples, weights, ends };
}

/** The whole numbers between two bounds, each of weight 1. */
export function wholeNumbers({ low, high }: Pick<Axis, "low" | "high">): WeightedSamples {
  const count = high - low + 1;
  return {
    samples: Float64Array.from({ length: count }, (_, i) => low + i),
    weights: new Float64Array(count).fill(1),
    ends: new Uint8Array(count),
  };
}

/** Every combination of points of several axes, their weights multiplied. */
export function tensorProduct(axes: readonly WeightedSamples[]): WeightedSamples {
  const count = axes.reduce((product, { weights }) => product * weights.length, 1);
  const samples = new Float64Array(count * axes.length);
  const weights = new Float64Array(count).fill(1);
  const ends = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    let rest = row;
    axes.forEach((axis, i) => {
      const at = rest % axis.weights.length;
      rest = Math.floor(rest / axis.weights.length);
      samples[row * axes.length + i] = axis.samples[at];
      weights[row] *= axis.weights[at];
      ends[row] |= axis.ends[at];
    });
  }
  return { samples, weights, ends };
}
