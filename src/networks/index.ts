export type { Bytes } from "../files/bytes-in.ts";
export * from "../files/safetensors.ts";
export * from "./architectures/architecture.ts";
export type { ArchitectureContext, ArchitectureFunction } from "./architectures/architecture-function.ts";
export {
  type BoardArchitectureOptions,
  boardArchitecture,
  boardValueHead,
} from "./architectures/board-architecture.ts";
export type { ChannelRange } from "./architectures/channel-range.ts";
export { convolutionalHead, type HeadOptions } from "./architectures/convolutional-head.ts";
export {
  type ConvolutionalArchitecture,
  type ConvolutionalHead,
  type ConvolutionalLayer,
  type ConvolutionalTower,
  convolutionalTower,
} from "./architectures/convolutional-network.ts";
export { addTransformer } from "./architectures/further-architectures.ts";
export { imageArchitecture } from "./architectures/image-architecture.ts";
export {
  type MultilayerPerceptronOptions,
  multilayerPerceptron,
} from "./architectures/multilayer-perceptron.ts";
export type { RecurrentArchitecture } from "./architectures/recurrent-network.ts";
export type { TransformerArchitecture } from "./architectures/transformer-network.ts";
export { type ActivationName, activations } from "./layers/activations.ts";
export { type ConvolutionalOptions, convolutional, type NormalizationName } from "./layers/convolutional.ts";
export { type DenseOptions, dense } from "./layers/dense.ts";
export { type Embedding, type EmbeddingOptions, embedding } from "./layers/embedding.ts";
export * from "./layers/initializers.ts";
export * from "./layers/normalization.ts";
export * from "./layers/recurrent.ts";
export { type RecurrentCellName, type RecurrentLayerOptions, recurrent } from "./layers/recurrent-layer.ts";
export { type ResidualBlockOptions, residualBlock } from "./layers/residual-block.ts";
export { type SelfAttentionOptions, selfAttention } from "./layers/self-attention.ts";
export {
  inSequence,
  type Memory,
  type Network,
  once,
  type Recalled,
  type Recurrence,
  residual,
  type Trained,
  withoutStatistics,
} from "./network.ts";
export type { SavedWeights } from "./weights.ts";
