import type { Generator } from "../../random/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { requireChoice, requireCount } from "../check-architecture.ts";
import { type ActivationName, activations } from "../layers/activations.ts";
import { dense } from "../layers/dense.ts";
import { type InitializerName, initializers } from "../layers/initializers.ts";
import { layerNormalization } from "../layers/normalization.ts";
import { inSequence, type Network, withoutStatistics } from "../network.ts";
import type { SavedWeights } from "../weights.ts";

export interface MultilayerPerceptronOptions {
  /** Inputs, units of each hidden layer, and outputs. */
  readonly widths: readonly number[];
  readonly activation: ActivationName;
  readonly initializer: InitializerName;
  /** What comes between each hidden layer and its activation; default "none". */
  readonly normalization?: "none" | "layer" | undefined;
  /** Factor on the last layer's initial weights. */
  readonly outputGain: number;
  readonly generator: Generator;
  /** Weights to begin with in place of drawn ones. */
  readonly saved?: SavedWeights | undefined;
}

/** Fully connected layers with an activation between them; layer i is named `${name}.${i}`. */
export function multilayerPerceptron(name: string, options: MultilayerPerceptronOptions): Network {
  const names = ["widths", "activation", "initializer", "normalization", "outputGain", "generator", "saved"];
  knownOptions("multilayerPerceptron", options, names as readonly (keyof MultilayerPerceptronOptions)[]);
  requireChoice("activation", options.activation, Object.keys(activations));
  requireChoice("initializer", options.initializer, Object.keys(initializers));
  requireChoice("normalization", options.normalization ?? "none", ["none", "layer"]);
  requireCount("the number of widths", options.widths?.length, 2);
  const { hidden, last } = perceptronLayers(name, options);
  return hidden ? inSequence(hidden(), last()) : last();
}

/** The same in two parts, each drawn when it is made: the hidden layers, if there are any, and the last one. */
export function perceptronLayers(name: string, options: MultilayerPerceptronOptions) {
  const { widths, activation, initializer, normalization, outputGain, generator, saved } = options;
  const activate = withoutStatistics([], activations[activation]);
  const layer = (index: number, gain: number) =>
    dense(`${name}.${index}`, {
      ...{ inputs: widths[index], outputs: widths[index + 1], generator, gain, saved },
      initializer: initializers[initializer],
    });
  const lastIndex = widths.length - 2;
  const gain = initializer === "orthogonal" ? Math.SQRT2 : 1;
  const normalize = (index: number) =>
    normalization === "layer"
      ? [layerNormalization(`${name}.${index}.normalization`, { size: widths[index + 1], saved })]
      : [];
  const hidden = () =>
    inSequence(
      ...Array.from({ length: lastIndex }, (_, index) => [
        ...[layer(index, gain), ...normalize(index), activate],
      ]).flat(),
    );
  return { hidden: lastIndex > 0 ? hidden : undefined, last: () => layer(lastIndex, outputGain) };
}
