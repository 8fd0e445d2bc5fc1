import {
  add,
  divide,
  type Expression,
  type FloatExpression,
  mean,
  multiply,
  sqrt,
  square,
  subtract,
  type Variable,
} from "../../graph/index.ts";
import { requireShape } from "../../graph/shape.ts";
import { knownOptions } from "../../text/known-options.ts";
import { requireFraction, requirePositive } from "../../text/require-number.ts";
import { valueInText } from "../../text/value-in-text.ts";
import { type Network, withoutStatistics } from "../network.ts";
import { type SavedWeights, weights } from "../weights.ts";
import { checkLayer } from "./check-layer.ts";

export interface NormalizationOptions {
  /** Extent of the last axis, whose entries are scaled and shifted each by parameters of their own. */
  readonly size: number;
  /** Added to the variance, 0 or above; default 1e-5. */
  readonly epsilon?: number;
  /** Weights to begin with in place of drawn ones. */
  readonly saved?: SavedWeights | undefined;
}

export interface BatchNormalizationOptions extends NormalizationOptions {
  /** Share of a batch in the running averages, above 0 and at most 1; default 0.1. */
  readonly momentum?: number;
}

/** Batch normalization, which may also be folded into the layer in front of it. */
export interface BatchNormalization extends Network {
  /** What it does outside of training: multiply by `scale` and add `shift`, one number per entry of the last axis. */
  readonly affine: () => { readonly scale: FloatExpression; readonly shift: FloatExpression };
}

/** A variance and an epsilon below 0 may have no square root, and all that follows would be NaN. */
function requireEpsilon(kind: string, epsilon: number): void {
  if (Number.isFinite(epsilon) && epsilon >= 0) return;
  throw new RangeError(`${kind}: epsilon is ${valueInText(epsilon)}; it must be 0 or above, and finite`);
}

/** Of an extent of 1, the last axis would be stretched. */
const requireSize = (name: string, { shape }: Expression, size: number) =>
  requireShape(`${name}: the input`, shape, shape.with(-1, size));

const ones = (size: number) => new Float32Array(size).fill(1);

function scaleAndShift(
  name: string,
  size: number,
  saved: SavedWeights | undefined,
): [gain: Variable, offset: Variable] {
  return [weights(`${name}.weight`, [size], saved, () => ones(size)), weights(`${name}.bias`, [size], saved)];
}

/**
 * Batch normalization (Ioffe and Szegedy 2015) over all axes but the last, as PyTorch has it: in training by mean and
 * (biased) variance of the batch, which also go, with the unbiased variance, into running averages; otherwise by these.
 *
 * @throws RangeError in training on a single value per entry
 */
export function batchNormalization(name: string, options: BatchNormalizationOptions): BatchNormalization {
  const names = ["size", "epsilon", "momentum", "saved"] as const;
  const { size, epsilon = 1e-5, momentum = 0.1, saved } = knownOptions("batchNormalization", options, names);
  checkLayer("batchNormalization", name, { size });
  requireEpsilon("batchNormalization", epsilon);
  requirePositive("batchNormalization: momentum", momentum);
  requireFraction("batchNormalization: momentum", momentum);
  const [gain, offset] = scaleAndShift(name, size, saved);
  const runningMean = weights(`${name}.runningMean`, [size], saved);
  const runningVariance = weights(`${name}.runningVariance`, [size], saved, () => ones(size));

  const affine = () => {
    const scale = divide(gain, sqrt(add(runningVariance, epsilon)));
    return { scale, shift: subtract(offset, multiply(runningMean, scale)) };
  };
  const averaged = (running: Variable, value: Expression) => ({
    kind: "assign" as const,
    target: running,
    value: add(multiply(running, 1 - momentum), multiply(value, momentum)),
  });
  return {
    parameters: [gain, offset],
    statistics: [runningMean, runningVariance],
    affine,
    apply(x) {
      requireSize(name, x, size);
      const { scale, shift } = affine();
      return add(multiply(x, scale), shift);
    },
    train(x) {
      requireSize(name, x, size);
      const axis = x.shape.slice(0, -1).map((_, index) => index);
      const count = x.shape.slice(0, -1).reduce((product, extent) => product * extent, 1);
      if (count < 2) {
        throw new RangeError(
          `batchNormalization "${name}": the batch of shape [${x.shape.join(", ")}] has one value per entry; ` +
            "training needs at least two",
        );
      }
      const center = mean(x, { axis });
      const centered = subtract(x, center);
      const spread = mean(square(centered), { axis });
      return {
        outputs: add(multiply(centered, divide(gain, sqrt(add(spread, epsilon)))), offset),
        updates: [
          averaged(runningMean, center),
          averaged(runningVariance, multiply(spread, count / (count - 1))),
        ],
      };
    },
  };
}

/** Layer normalization (Ba, Kiros and Hinton 2016) along the last axis, as PyTorch has it. */
export function layerNormalization(name: string, options: NormalizationOptions): Network {
  const names = ["size", "epsilon", "saved"] as const;
  const { size, epsilon = 1e-5, saved } = knownOptions("layerNormalization", options, names);
  checkLayer("layerNormalization", name, { size });
  requireEpsilon("layerNormalization", epsilon);
  const [gain, offset] = scaleAndShift(name, size, saved);
  return withoutStatistics([gain, offset], (x) => {
    requireSize(name, x, size);
    const centered = subtract(x, mean(x, { axis: -1, keepDimensions: true }));
    const spread = mean(square(centered), { axis: -1, keepDimensions: true });
    return add(multiply(divide(centered, sqrt(add(spread, epsilon))), gain), offset);
  });
}
