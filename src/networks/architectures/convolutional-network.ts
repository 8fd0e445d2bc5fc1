import { type FloatExpression, type Padding, type Pair, reshape } from "../../graph/index.ts";
import { placeWindow } from "../../graph/window.ts";
import type { Generator } from "../../random/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { shown } from "../../text/printable.ts";
import {
  mostLayers,
  requireChoice,
  requireCount,
  requireHidden,
  requireObject,
} from "../check-architecture.ts";
import { type ActivationName, activations } from "../layers/activations.ts";
import { convolutional, type NormalizationName } from "../layers/convolutional.ts";
import { type InitializerName, initializers } from "../layers/initializers.ts";
import { normalizationLayer, residualBlock } from "../layers/residual-block.ts";
import { inSequence, type Network, withoutStatistics } from "../network.ts";
import type { SavedWeights } from "../weights.ts";
import { type ChannelRange, scaleChannels } from "./channel-range.ts";

/** One convolution of a convolutional network; an activation follows it. */
export interface ConvolutionalLayer {
  readonly filters: number;
  /** Rows and columns of the kernel; one number for a square. */
  readonly kernel: Pair;
  /** Default 1. */
  readonly stride?: Pair;
  /** Default `"same"`. */
  readonly padding?: Padding;
}

/** How the outputs come from the images that the last layer gives. */
export type ConvolutionalHead =
  /**
   * A 1×1 convolution to one number per position, with a bias per position (AlphaGo's policy network). One output more
   * than there are positions is an action that is at none (the pass of Go): linear in the mean of every channel.
   */
  | { readonly kind: "positions" }
  /**
   * Fully connected layers, with `hidden` units between. In front of them, where `filters` are given, a 1×1 convolution
   * with normalization and activation (AlphaGo Zero: 2 filters for the policy, 1 and 256 hidden units for the value).
   */
  | ({ readonly kind: "dense"; readonly filters?: number } & LayersOfHead)
  /** Fully connected layers behind the mean of every channel over all positions. */
  | ({ readonly kind: "pooled" } & LayersOfHead);

export interface LayersOfHead {
  /** Units of the fully connected layers before the last one; default none. */
  readonly hidden?: readonly number[];
  /** Behind the last layer: "tanh" for values from −1 to 1. Default none. */
  readonly outputActivation?: ActivationName;
}

/**
 * Convolutions, then residual blocks, then a head. AlphaGo's policy network is
 *
 *   { kind: "convolutional", input: [19, 19, 48], head: { kind: "positions" },
 *     layers: [{ filters: 192, kernel: 5 }, …eleven times { filters: 192, kernel: 3 }] },
 *
 * and AlphaGo Zero's
 *
 *   { kind: "convolutional", input: [19, 19, 17], layers: [{ filters: 256, kernel: 3 }], residualBlocks: 19,
 *     normalization: "batch", head: { kind: "dense", filters: 2 } }.
 */
export interface ConvolutionalArchitecture {
  readonly kind: "convolutional";
  /** What observations are, flattened in row-major order. */
  readonly input: readonly [height: number, width: number, channels: number];
  /** What entries lie between; they are scaled to 0 to 1. Default: they are taken as they are. */
  readonly range?: ChannelRange;
  readonly layers: readonly ConvolutionalLayer[];
  readonly head: ConvolutionalHead;
  /** Blocks of two 3×3 convolutions with a skip, with as many filters as the last layer; default 0. */
  readonly residualBlocks?: number;
  /** Whether normalization and activation come in front of each convolution of a block; default false. */
  readonly preactivation?: boolean;
  /** Whether each position of every second block sees the means of all channels over the whole image; default false. */
  readonly globalPooling?: boolean;
  /** What comes between a convolution and its activation; default `"none"`. */
  readonly normalization?: NormalizationName;
  /** Default `"relu"`. */
  readonly activation?: ActivationName;
  /** Default `"heNormal"`. */
  readonly initializer?: InitializerName;
}

export type Images = readonly [height: number, width: number, channels: number];

/** The layers and blocks of a convolutional network, without its head: what a policy and a value function may share. */
export interface ConvolutionalTower extends Network {
  /** What the tower gives from observations [batch, size]: images [batch, height, width, channels]. */
  readonly images: Images;
}

/** @throws RangeError when the architecture is not possible */
export function convolutionalTower(
  name: string,
  architecture: ConvolutionalArchitecture,
  generator: Generator,
  saved?: SavedWeights,
): ConvolutionalTower {
  checkArchitecture(architecture);
  const { input, layers, residualBlocks = 0, preactivation = false, normalization = "none" } = architecture;
  const { activation = "relu", globalPooling = false } = architecture;
  const initializer = initializers[architecture.initializer ?? "heNormal"];
  const activate = withoutStatistics([], activations[activation]);
  // Without a normalization the sum of all blocks would grow by a factor each (Fixup; Zhang et al. 2019).
  const gainOfBlocks = normalization === "none" ? residualBlocks ** -0.5 : 1;
  let images: Images = input;
  const convolutions = layers.flatMap(({ filters, kernel, stride = 1, padding = "same" }, index) => {
    const options = {
      channels: images[2],
      filters,
      kernel,
      stride,
      padding,
      normalization,
      generator,
      initializer,
      saved,
    };
    const window = placeWindow(`architecture: layer ${index}`, [1, ...images], kernel, { stride, padding });
    const layer = convolutional(`${name}.${index}`, options);
    images = [...window.places, filters];
    return [layer, activate];
  });
  const blocks = Array.from({ length: residualBlocks }, (_, index) =>
    residualBlock(`${name}.block${index}`, {
      ...{ filters: images[2], normalization, activation, preactivation, generator, initializer, saved },
      ...{ gain: gainOfBlocks, globalPooling: globalPooling && index % 2 === 1 },
    }),
  );
  // The output of preactivation blocks has had no activation yet.
  const last =
    preactivation && residualBlocks > 0
      ? [...normalizationLayer(`${name}.last`, normalization, images[2], saved), activate]
      : [];
  const scale = architecture.range && scaleChannels(architecture.range, input[2]);
  const asImages = withoutStatistics([], (x) => {
    const raw = reshape(x, [x.shape[0], ...input]) as FloatExpression;
    return scale ? scale(raw) : raw;
  });
  return { ...inSequence(asImages, ...convolutions, ...blocks, ...last), images };
}

function checkArchitecture(architecture: ConvolutionalArchitecture): void {
  const names = [
    "kind",
    "input",
    "range",
    "layers",
    "head",
    "residualBlocks",
    "preactivation",
    "globalPooling",
    "normalization",
    "activation",
    "initializer",
  ] as const;
  knownOptions("architecture", architecture, names);
  const { input, layers, residualBlocks = 0, head } = architecture;
  if (!Array.isArray(input) || input.length !== 3) {
    throw new RangeError(
      `architecture: input is ${shown(input)}; it must be [height, width, channels] of the observations`,
    );
  }
  ["height", "width", "channels"].forEach((name, axis) => requireCount(`input's ${name}`, input[axis]));
  if (!Array.isArray(layers) || layers.length === 0) {
    throw new RangeError("architecture: layers is empty; a convolutional network has at least one layer");
  }
  requireCount("the number of layers", layers.length, 1, mostLayers);
  layers.forEach(checkLayer);
  requireCount("residualBlocks", residualBlocks, 0, mostLayers);
  const { normalization = "none", activation = "relu", initializer = "heNormal" } = architecture;
  requireChoice("normalization", normalization, ["batch", "layer", "none"]);
  const activationNames = Object.keys(activations);
  requireChoice("activation", activation, activationNames);
  requireChoice("initializer", initializer, Object.keys(initializers));
  requireObject("head", head);
  requireChoice("head's kind", head.kind, ["positions", "dense", "pooled"]);
  if (head.kind === "positions") {
    knownOptions("architecture, head", head, ["kind"]);
    return;
  }
  const ofLayers = ["hidden", "outputActivation"] as const;
  if (head.kind === "dense") knownOptions("architecture, head", head, ["kind", "filters", ...ofLayers]);
  else knownOptions("architecture, head", head, ["kind", ...ofLayers]);
  if (head.kind === "dense" && head.filters !== undefined) requireCount("head's filters", head.filters);
  if (head.hidden !== undefined) requireHidden("head's hidden", head.hidden);
  if (head.outputActivation !== undefined) {
    requireChoice("head's outputActivation", head.outputActivation, activationNames);
  }
}

function checkLayer(layer: ConvolutionalLayer, index: number): void {
  requireObject(`layer ${index}`, layer);
  knownOptions(`architecture, layer ${index}`, layer, ["filters", "kernel", "stride", "padding"]);
  const { filters, kernel, stride = 1, padding = "same" } = layer;
  requireCount(`filters of layer ${index}`, filters);
  const kernels = requirePair(`kernel of layer ${index}`, kernel, 1);
  requirePair(`stride of layer ${index}`, stride, 1);
  if (padding === "same" || padding === "valid") return;
  // With more, some places would have no pixel of the image.
  requirePair(`padding of layer ${index}`, padding, 0, [kernels[0] - 1, kernels[1] - 1]);
}

/** Rows and columns, each an integer within its limits. */
function requirePair(
  name: string,
  value: unknown,
  least: number,
  most?: readonly number[],
): readonly [rows: number, columns: number] {
  const both = Array.isArray(value) ? value : [value, value];
  if (both.length !== 2) {
    throw new RangeError(
      `architecture: ${name} is ${shown(value)}; it must be one number, or [rows, columns]`,
    );
  }
  both.forEach((each, axis) => requireCount(name, each, least, most?.[axis]));
  return [both[0], both[1]];
}
