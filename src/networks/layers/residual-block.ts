import {
  broadcastTo,
  type FloatExpression,
  globalAveragePool,
  type Pair,
  reshape,
} from "../../graph/index.ts";
import type { Generator } from "../../random/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { requireChoice } from "../check-architecture.ts";
import { inSequence, type Network, residual, withoutStatistics } from "../network.ts";
import type { SavedWeights } from "../weights.ts";
import { type ActivationName, activations } from "./activations.ts";
import { convolutional, type NormalizationName } from "./convolutional.ts";
import { dense } from "./dense.ts";
import type { Initializer } from "./initializers.ts";
import { batchNormalization, layerNormalization } from "./normalization.ts";

export interface ResidualBlockOptions {
  /** Channels of the images, and filters of both convolutions. */
  readonly filters: number;
  /** Default 3. */
  readonly kernel?: Pair;
  /** Default `"batch"`. */
  readonly normalization?: NormalizationName;
  /** Default `"relu"`. */
  readonly activation?: ActivationName;
  /**
   * Whether normalization and activation come in front of each convolution (He et al. 2016, "Identity mappings"), so that
   * the sum passes unchanged; by default they come behind, and the last activation behind the sum (AlphaGo Zero).
   */
  readonly preactivation?: boolean;
  /**
   * Whether what the first convolution gives at a position depends on the whole image too: to each channel is added what is
   * linear in the means of all channels over all positions, after the activation (global pooling; Wu 2019, "Accelerating
   * Self-Play Learning in Go"). Default false.
   */
  readonly globalPooling?: boolean;
  /** Factor on the initial weights of the second convolution; default 1. */
  readonly gain?: number;
  readonly generator: Generator;
  readonly initializer?: Initializer;
  /** Weights to begin with in place of drawn ones. */
  readonly saved?: SavedWeights | undefined;
}

/** Two convolutions whose result is added to what they saw (He et al. 2016). */
export function residualBlock(name: string, options: ResidualBlockOptions): Network {
  const names = [
    "filters",
    "kernel",
    "normalization",
    "activation",
    "preactivation",
    "globalPooling",
  ] as const;
  knownOptions("residualBlock", options, [...names, "gain", "generator", "initializer", "saved"]);
  const {
    filters,
    kernel = 3,
    normalization = "batch",
    activation = "relu",
    preactivation = false,
    globalPooling = false,
    gain = 1,
    saved,
  } = options;
  requireChoice("normalization", normalization, ["batch", "layer", "none"]);
  requireChoice("activation", activation, Object.keys(activations));
  const activate = withoutStatistics([], activations[activation]);
  const convolve = (index: number, behind: NormalizationName) =>
    convolutional(`${name}.${index}`, {
      channels: filters,
      filters,
      kernel,
      normalization: behind,
      gain: index === 1 ? gain : 1,
      generator: options.generator,
      saved,
      ...(options.initializer && { initializer: options.initializer }),
    });
  const pooling = globalPooling ? [pooledChannels(`${name}.pooled`, options, activate)] : [];
  if (!preactivation) {
    const block = inSequence(convolve(0, normalization), ...pooling, activate, convolve(1, normalization));
    return inSequence(residual(block), activate);
  }
  const front = (index: number) =>
    normalizationLayer(`${name}.${index}.front`, normalization, filters, saved);
  const half = (index: number) => inSequence(...front(index), activate, convolve(index, "none"));
  return residual(half(0), ...pooling, half(1));
}

/** Adds to each channel what is linear in the means of all of them; nothing at the beginning of a training. */
function pooledChannels(
  name: string,
  { filters, generator, saved }: ResidualBlockOptions,
  activate: Network,
): Network {
  const linear = dense(name, { inputs: filters, outputs: filters, gain: 0, generator, saved });
  return residual(
    withoutStatistics(linear.parameters, (x) => {
      const means = linear.apply(globalAveragePool(activate.apply(x)));
      return broadcastTo(reshape(means, [x.shape[0], 1, 1, filters]) as FloatExpression, x.shape);
    }),
  );
}

/** A normalization of its own, or none. */
export function normalizationLayer(
  name: string,
  normalization: NormalizationName,
  size: number,
  saved: SavedWeights | undefined,
): Network[] {
  if (normalization === "none") return [];
  return [
    normalization === "batch"
      ? batchNormalization(name, { size, saved })
      : layerNormalization(name, { size, saved }),
  ];
}
