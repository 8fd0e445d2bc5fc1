import {
  constant,
  type Expression,
  type FloatExpression,
  logSoftmax,
  multiply,
  negate,
  softmax,
  sum,
} from "../../graph/index.ts";
import { erf } from "../../math/index.ts";

/** Numbers as probabilities of bins: values are learned by classifying them (Farebrother et al. 2024). */
export interface Histogram {
  readonly bins: number;
  /** The centers of the bins. */
  readonly centers: Float64Array;
  /**
   * The mass that a normal density around each target has in each bin, with a deviation of 0.75 bins and without its tails beyond the
   * ends; what lies beyond the ends counts as the end.
   *
   * @param targets [rows]
   * @param histograms receives [rows, bins]
   */
  write(targets: ArrayLike<number>, histograms: Float32Array): void;
  /** The mean [batch] of the centers, by logits [batch, bins]. */
  mean(logits: Expression): FloatExpression;
  /** Cross-entropy [batch] of logits [batch, bins] against histograms [batch, bins]. */
  loss(logits: Expression, histograms: Expression): FloatExpression;
}

/** Deviation of a target's normal density, in widths of a bin. */
const spread = 0.75;

/** @param least the center of the first bin @param largest that of the last one; between them the others, evenly */
export function createHistogram(least: number, largest: number, bins: number): Histogram {
  const width = (largest - least) / (bins - 1);
  const centers = Float64Array.from({ length: bins }, (_, i) => least + i * width);
  const scale = 1 / (Math.SQRT2 * spread);
  /** erf of the distance of the lower edge of a bin from a target, both in bins. */
  const below = (bin: number, target: number): number => erf((bin - 0.5 - target) * scale);
  return {
    ...{ bins, centers },
    write(targets, histograms) {
      for (let row = 0; row < targets.length; row++) {
        const target = Math.min(Math.max((targets[row] - least) / width, 0), bins - 1);
        const whole = below(bins, target) - below(0, target);
        let edge = below(0, target);
        for (let bin = 0; bin < bins; bin++) {
          const next = below(bin + 1, target);
          histograms[row * bins + bin] = (next - edge) / whole;
          edge = next;
        }
      }
    },
    mean: (logits) => sum(multiply(softmax(logits), constant(centers, [1, bins])), { axis: -1 }),
    loss: (logits, histograms) => negate(sum(multiply(histograms, logSoftmax(logits)), { axis: -1 })),
  };
}
