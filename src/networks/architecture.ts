import type { Generator } from "../random/index.ts";
import { type ActivationName, activations } from "./activations.ts";
import { requireChoice, requireCount } from "./check-architecture.ts";
import {
  type ConvolutionalArchitecture,
  convolutionalHead,
  convolutionalTower,
} from "./convolutional-network.ts";
import { dense } from "./dense.ts";
import { type InitializerName, initializers } from "./initializers.ts";
import { multilayerPerceptron } from "./multilayer-perceptron.ts";
import { inSequence, type Network } from "./network.ts";

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
export type Architecture =
  | MlpArchitecture
  | LinearArchitecture
  | TabularArchitecture
  | ConvolutionalArchitecture;

export const defaultArchitecture: MlpArchitecture = {
  kind: "mlp",
  hidden: [64, 64],
  activation: "tanh",
  initializer: "orthogonal",
};

export interface NetworkSize {
  readonly inputs: number;
  readonly outputs: number;
  /**
   * Factor on the last layer's initial weights of an MLP or a convolutional network: small for policies, so that they start
   * undecided. Default 1.
   */
  readonly outputGain?: number;
}

/**
 * Builds the network; its parameters' names begin with `name`.
 *
 * @throws RangeError when the architecture is not possible, or does not fit the inputs or the outputs
 */
export function createNetwork(
  name: string,
  architecture: Architecture,
  { inputs, outputs, outputGain = 1 }: NetworkSize,
  generator: Generator,
): Network {
  switch (architecture.kind) {
    case "mlp": {
      const { hidden, activation, initializer } = architecture;
      checkMlp(architecture);
      const widths = [inputs, ...hidden, outputs];
      return multilayerPerceptron(name, { widths, activation, initializer, outputGain, generator });
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
    case "convolutional": {
      const tower = convolutionalTower(`${name}.tower`, architecture, generator);
      const [height, width, channels] = architecture.input;
      if (height * width * channels !== inputs) {
        throw new RangeError(
          `architecture: input is [${height}, ${width}, ${channels}], ${height * width * channels} numbers; the ` +
            `observations have ${inputs}`,
        );
      }
      const { images } = tower;
      const options = { architecture, images, outputs, outputGain, generator };
      return inSequence(tower, convolutionalHead(`${name}.head`, options));
    }
    default: // a file may say anything
      throw new RangeError(
        `architecture: kind is ${JSON.stringify((architecture as { kind?: unknown }).kind)}; it must be one of: ` +
          "mlp, linear, tabular, convolutional",
      );
  }
}

function checkMlp({ hidden, activation, initializer }: MlpArchitecture): void {
  if (!Array.isArray(hidden)) {
    throw new RangeError(
      `architecture: hidden is ${JSON.stringify(hidden)}; it must be the units of each hidden layer, such as [64, 64]`,
    );
  }
  hidden.forEach((units, index) => requireCount(`hidden layer ${index}`, units));
  requireChoice("activation", activation, Object.keys(activations));
  requireChoice("initializer", initializer, Object.keys(initializers));
}
