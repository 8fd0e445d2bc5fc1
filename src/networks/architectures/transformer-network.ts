import { relu } from "../../graph/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { mostLayers, requireCount } from "../check-architecture.ts";
import { dense } from "../layers/dense.ts";
import { layerNormalization } from "../layers/normalization.ts";
import { selfAttention } from "../layers/self-attention.ts";
import { inSequence, type Network, residual, withoutStatistics } from "../network.ts";
import type { SavedWeights } from "../weights.ts";
import type { ArchitectureContext } from "./architecture-function.ts";

/**
 * A causal transformer (Vaswani et al. 2017; with normalization in front, Xiong et al. 2020): each step of an episode sees the
 * last ones through self-attention. Its state is what is stored of them.
 */
export interface TransformerArchitecture {
  readonly kind: "transformer";
  /** Blocks, each of self-attention and two fully connected layers, with residual connections around both. */
  readonly layers: number;
  /** Numbers of a step between the blocks; the fully connected layers have four times as many relu units in between. */
  readonly width: number;
  /** Heads of the attention, which divide the width. */
  readonly heads: number;
  /** Steps that a step sees in each layer, itself included; the state has 2 · layers · width · (context − 1) numbers and more. */
  readonly context: number;
}

/**
 * The network of an architecture. What is seen enters by a linear layer, which of one-hot observations picks a vector for
 * each; variables are named `${name}.embedding.…`, `${name}.0.attention.…`, `${name}.0.dense.…`, `${name}.head.…`.
 */
export function transformerNetwork(
  architecture: TransformerArchitecture,
  { name, inputs, outputs, outputGain, generator, tower }: ArchitectureContext,
  saved: SavedWeights | undefined,
): Network {
  const { layers, width, heads, context } = checked(architecture);
  const drawn = { generator, saved };
  // The sum of all blocks begins with the variance of one.
  const gain = 1 / Math.sqrt(2 * layers);
  const normalize = (part: string) =>
    layerNormalization(`${name}.${part}.normalization`, { size: width, saved });
  const activate = withoutStatistics([], relu);
  const block = (index: number) => [
    residual(
      normalize(`${index}.attention`),
      selfAttention(`${name}.${index}.attention`, { width, heads, context, gain, ...drawn }),
    ),
    residual(
      normalize(`${index}.dense`),
      dense(`${name}.${index}.dense.0`, { inputs: width, outputs: 4 * width, gain: Math.SQRT2, ...drawn }),
      activate,
      dense(`${name}.${index}.dense.1`, { inputs: 4 * width, outputs: width, gain, ...drawn }),
    ),
  ];
  return inSequence(
    tower(() =>
      inSequence(
        dense(`${name}.embedding`, { inputs, outputs: width, ...drawn }),
        ...Array.from({ length: layers }, (_, index) => block(index)).flat(),
        normalize("head"),
      ),
    ),
    dense(`${name}.head`, { inputs: width, outputs, gain: outputGain, ...drawn }),
  );
}

function checked(architecture: TransformerArchitecture): TransformerArchitecture {
  const { layers, width, heads, context } = knownOptions("architecture", architecture, [
    "kind",
    "layers",
    "width",
    "heads",
    "context",
  ]);
  requireCount("layers", layers, 1, mostLayers);
  requireCount("width", width);
  requireCount("heads", heads);
  requireCount("context", context, 2);
  if (width % heads !== 0) {
    throw new RangeError(`architecture: heads is ${heads}; it must divide width, which is ${width}`);
  }
  return architecture;
}
