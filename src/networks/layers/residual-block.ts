import type { Pair } from "../../graph/index.ts";
import type { Generator } from "../../random/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { inSequence, type Network, residual, withoutStatistics } from "../network.ts";
import type { SavedWeights } from "../weights.ts";
import { type ActivationName, activations } from "./activations.ts";
import { convolutional, type NormalizationName } from "./convolutional.ts";
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
  readonly generator: Generator;
  readonly initializer?: Initializer;
  /** Weights to begin with in place of drawn ones. */
  readonly saved?: SavedWeights | undefined;
}

/** Two convolutions whose result is added to what they saw (He et al. 2016). */
export function residualBlock(name: string, options: ResidualBlockOptions): Network {
  const names = ["filters", "kernel", "normalization", "activation"] as const;
  knownOptions("residualBlock", options, [...names, "preactivation", "generator", "initializer", "saved"]);
  const {
    filters,
    kernel = 3,
    normalization = "batch",
    activation = "relu",
    preactivation = false,
    saved,
  } = options;
  const activate = withoutStatistics([], activations[activation]);
  const convolve = (index: number, behind: NormalizationName) =>
    convolutional(`${name}.${index}`, {
      channels: filters,
      filters,
      kernel,
      normalization: behind,
      generator: options.generator,
      saved,
      ...(options.initializer && { initializer: options.initializer }),
    });
  if (!preactivation) {
    const block = inSequence(convolve(0, normalization), activate, convolve(1, normalization));
    return inSequence(residual(block), activate);
  }
  const front = (index: number) =>
    normalizationLayer(`${name}.${index}.front`, normalization, filters, saved);
  const half = (index: number) => inSequence(...front(index), activate, convolve(index, "none"));
  return residual(half(0), half(1));
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
