import { relu, sigmoid, tanh } from "../graph/index.ts";
import type { Generator } from "../random/index.ts";
import { dense } from "./dense.ts";
import { type InitializerName, initializers } from "./initializers.ts";
import type { Network } from "./network.ts";

export const activations = { tanh, relu, sigmoid } as const;
export type ActivationName = keyof typeof activations;

/** A multilayer perceptron: fully connected layers with an activation between them. */
export interface MlpArchitecture {
  readonly kind: "mlp";
  /** Units of each hidden layer. */
  readonly hidden: readonly number[];
  readonly activation: ActivationName;
  readonly initializer: InitializerName;
}

/** Linear in the features, with a bias; initially 0. */
export interface LinearArchitecture {
  readonly kind: "linear";
}

/** One number per state and output, for observations that are one-hot (discrete spaces); initially 0. */
export interface TabularArchitecture {
  readonly kind: "tabular";
}

/** Plain data that says how a function approximator is built, so that a saved one can be built again. */
export type Architecture = MlpArchitecture | LinearArchitecture | TabularArchitecture;

export const defaultArchitecture: MlpArchitecture = {
  kind: "mlp",
  hidden: [64, 64],
  activation: "tanh",
  initializer: "orthogonal",
};

export interface NetworkSize {
  readonly inputs: number;
  readonly outputs: number;
  /** Factor on the last layer's initial weights of an MLP: small for policies, so that they start undecided. Default 1. */
  readonly outputGain?: number;
}

/** Builds the network; its parameters' names begin with `name`. */
export function createNetwork(
  name: string,
  architecture: Architecture,
  { inputs, outputs, outputGain = 1 }: NetworkSize,
  generator: Generator,
): Network {
  switch (architecture.kind) {
    case "mlp": {
      const widths = [inputs, ...architecture.hidden, outputs];
      const initializer = initializers[architecture.initializer];
      const layers = widths.slice(1).map((width, index) => {
        const last = index === widths.length - 2;
        const gain = last ? outputGain : architecture.initializer === "orthogonal" ? Math.SQRT2 : 1;
        return dense(`${name}.${index}`, {
          inputs: widths[index],
          outputs: width,
          generator,
          initializer,
          gain,
        });
      });
      const activation = activations[architecture.activation];
      const [first, ...rest] = layers;
      return {
        parameters: layers.flatMap(({ parameters }) => parameters),
        apply: (x) => rest.reduce((y, layer) => layer.apply(activation(y)), first.apply(x)),
      };
    }
    case "linear":
      return dense(`${name}.linear`, { inputs, outputs, generator, initializer: initializers.zeros });
    case "tabular":
      return dense(`${name}.table`, {
        inputs,
        outputs,
        generator,
        initializer: initializers.zeros,
        bias: false,
      });
  }
}
