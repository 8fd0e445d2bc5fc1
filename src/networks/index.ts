export type { Bytes } from "../files/bytes-in.ts";
export * from "../files/safetensors.ts";
export { type ActivationName, activations } from "./activations.ts";
export * from "./architecture.ts";
export type { ArchitectureContext, ArchitectureFunction } from "./architecture-function.ts";
export { type BoardArchitectureOptions, boardArchitecture, boardValueHead } from "./board-architecture.ts";
export type { ChannelRange } from "./channel-range.ts";
export { type ConvolutionalOptions, convolutional, type NormalizationName } from "./convolutional.ts";
export { convolutionalHead, type HeadOptions } from "./convolutional-head.ts";
export {
  type ConvolutionalArchitecture,
  type ConvolutionalHead,
  type ConvolutionalLayer,
  type ConvolutionalTower,
  convolutionalTower,
} from "./convolutional-network.ts";
export { type DenseOptions, dense } from "./dense.ts";
export { type Embedding, type EmbeddingOptions, embedding } from "./embedding.ts";
export { imageArchitecture } from "./image-architecture.ts";
export * from "./initializers.ts";
export { type MultilayerPerceptronOptions, multilayerPerceptron } from "./multilayer-perceptron.ts";
export {
  inSequence,
  type Memory,
  type Network,
  once,
  type Recalled,
  type Recurrence,
  type Trained,
  withoutStatistics,
} from "./network.ts";
export * from "./normalization.ts";
export * from "./recurrent.ts";
export { type RecurrentCellName, type RecurrentLayerOptions, recurrent } from "./recurrent-layer.ts";
export type { RecurrentArchitecture } from "./recurrent-network.ts";
export { type ResidualBlockOptions, residualBlock } from "./residual-block.ts";
export type { SavedWeights } from "./weights.ts";
