import type { Generator } from "../random/index.ts";
import { knownOptions } from "../text/known-options.ts";
import { type ActivationName, activations } from "./activations.ts";
import { dense } from "./dense.ts";
import { type InitializerName, initializers } from "./initializers.ts";
import { inSequence, type Network, withoutStatistics } from "./network.ts";
import type { SavedWeights } from "./weights.ts";

export interface MultilayerPerceptronOptions {
  /** Inputs, units of each hidden layer, and outputs. */
  readonly widths: readonly number[];
  readonly activation: ActivationName;
  readonly initializer: InitializerName;
  /** Factor on the last layer's initial weights. */
  readonly outputGain: number;
  readonly generator: Generator;
  /** Weights to begin with in place of drawn ones. */
  readonly saved?: SavedWeights | undefined;
}

/** Fully connected layers with an activation between them; layer i is named `${name}.${i}`. */
export function multilayerPerceptron(name: string, options: MultilayerPerceptronOptions): Network {
  const names = ["widths", "activation", "initializer", "outputGain", "generator", "saved"] as const;
  knownOptions("multilayerPerceptron", options, names);
  const { widths, activation, initializer, outputGain, generator, saved } = options;
  const between = withoutStatistics([], activations[activation]);
  const layers = widths.slice(1).map((outputs, index) => {
    const last = index === widths.length - 2;
    const gain = last ? outputGain : initializer === "orthogonal" ? Math.SQRT2 : 1;
    const initial = initializers[initializer];
    return dense(`${name}.${index}`, {
      inputs: widths[index],
      outputs,
      generator,
      initializer: initial,
      gain,
      saved,
    });
  });
  return inSequence(...layers.flatMap((layer, index) => (index === 0 ? [layer] : [between, layer])));
}
