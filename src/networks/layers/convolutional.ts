import { add, convolution, multiply, type Padding, type Pair } from "../../graph/index.ts";
import type { Generator } from "../../random/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { requireChoice } from "../check-architecture.ts";
import { type Network, withoutStatistics } from "../network.ts";
import { type SavedWeights, weights } from "../weights.ts";
import { checkLayer } from "./check-layer.ts";
import { heNormal, type Initializer } from "./initializers.ts";
import { batchNormalization, layerNormalization } from "./normalization.ts";

/** What comes behind a convolution: batch normalization, layer normalization along the channels, or nothing. */
export type NormalizationName = "batch" | "layer" | "none";

export interface ConvolutionalOptions {
  readonly channels: number;
  readonly filters: number;
  /** Rows and columns of the kernel; one number for a square. */
  readonly kernel: Pair;
  /** Default 1. */
  readonly stride?: Pair;
  /** Default `"same"`. */
  readonly padding?: Padding;
  readonly generator: Generator;
  /** Default {@link heNormal}. Its inputs are what one result sees: kernel rows · kernel columns · channels. */
  readonly initializer?: Initializer;
  /** Factor on the initial weights; default 1. */
  readonly gain?: number;
  /** Default `"none"`. A normalization takes the place of the bias. */
  readonly normalization?: NormalizationName;
  /** Whether a bias per filter, initially 0, is added where there is no normalization; default true. */
  readonly bias?: boolean;
  /** Weights to begin with in place of drawn ones. */
  readonly saved?: SavedWeights | undefined;
}

/**
 * One convolution of images [batch, height, width, channels]; its weights [kernel rows, kernel columns, channels, filters]
 * are named `${name}.weight`, its bias `${name}.bias`, its normalization's parameters `${name}.normalization.…`.
 */
export function convolutional(name: string, options: ConvolutionalOptions): Network {
  const names = ["channels", "filters", "kernel", "stride", "padding", "generator"] as const;
  knownOptions("convolutional", options, [...names, "initializer", "gain", "normalization", "bias", "saved"]);
  const {
    channels,
    filters,
    kernel,
    stride = 1,
    padding = "same",
    generator,
    gain = 1,
    bias = true,
    saved,
  } = options;
  const { initializer = heNormal, normalization = "none" } = options;
  const [rows, columns] = Array.isArray(kernel) ? kernel : [kernel, kernel];
  const kernels = rows === columns ? { kernel: rows } : { "kernel rows": rows, "kernel columns": columns };
  checkLayer(
    "convolutional",
    name,
    { channels, filters, ...kernels },
    { generator, saved, initializer, gain },
  );
  requireChoice("normalization", normalization, ["batch", "layer", "none"]);
  const weight = weights(`${name}.weight`, [rows, columns, channels, filters], saved, () =>
    initializer(rows * columns * channels, filters, generator, gain),
  );
  const place = { stride, padding };
  const parts = `${name}.normalization`;
  switch (normalization) {
    case "batch": {
      const normalize = batchNormalization(parts, { size: filters, saved });
      return {
        parameters: [weight, ...normalize.parameters],
        statistics: normalize.statistics,
        // Scaled weights give scaled results: no pass over these is needed.
        apply(x) {
          const { scale, shift } = normalize.affine();
          return add(convolution(x, multiply(weight, scale), place), shift);
        },
        train: (x) => normalize.train(convolution(x, weight, place)),
      };
    }
    case "layer": {
      const normalize = layerNormalization(parts, { size: filters, saved });
      return withoutStatistics([weight, ...normalize.parameters], (x) =>
        normalize.apply(convolution(x, weight, place)),
      );
    }
    case "none": {
      if (!bias) return withoutStatistics([weight], (x) => convolution(x, weight, place));
      const offset = weights(`${name}.bias`, [filters], saved);
      return withoutStatistics([weight, offset], (x) => add(convolution(x, weight, place), offset));
    }
  }
}
