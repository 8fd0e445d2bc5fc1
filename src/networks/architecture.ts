import type { Generator } from "../random/index.ts";
import { knownOptions } from "../text/known-options.ts";
import { shown } from "../text/printable.ts";
import { type ActivationName, activations } from "./activations.ts";
import { requireChoice, requireHidden, requireObject } from "./check-architecture.ts";
import {
  type ConvolutionalArchitecture,
  convolutionalHead,
  convolutionalTower,
} from "./convolutional-network.ts";
import { dense } from "./dense.ts";
import { type InitializerName, initializers } from "./initializers.ts";
import { multilayerPerceptron } from "./multilayer-perceptron.ts";
import { inSequence, type Network } from "./network.ts";
import type { SavedWeights } from "./weights.ts";

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
 * @param saved weights to begin with in place of drawn ones
 * @throws RangeError when the architecture is not possible, or does not fit the inputs or the outputs
 */
export function createNetwork(
  name: string,
  architecture: Architecture,
  { inputs, outputs, outputGain = 1 }: NetworkSize,
  generator: Generator,
  saved?: SavedWeights,
): Network {
  requireObject("the whole", architecture);
  switch (architecture.kind) {
    case "mlp": {
      const { hidden, activation, initializer } = architecture;
      checkMlp(architecture);
      const widths = [inputs, ...hidden, outputs];
      return multilayerPerceptron(name, { widths, activation, initializer, outputGain, generator, saved });
    }
    case "linear":
      knownOptions("architecture", architecture, ["kind"]);
      return dense(`${name}.linear`, { inputs, outputs, generator, initializer: initializers.zeros, saved });
    case "tabular":
      knownOptions("architecture", architecture, ["kind"]);
      return dense(`${name}.table`, {
        inputs,
        outputs,
        generator,
        initializer: initializers.zeros,
        bias: false,
        saved,
      });
    case "convolutional": {
      const tower = convolutionalTower(`${name}.tower`, architecture, generator, saved);
      const [height, width, channels] = architecture.input;
      if (height * width * channels !== inputs) {
        throw new RangeError(
          `architecture: input is [${height}, ${width}, ${channels}], ${height * width * channels} numbers; the ` +
            `observations have ${inputs}`,
        );
      }
      const { images } = tower;
      const options = { architecture, images, outputs, outputGain, generator, saved };
      return inSequence(tower, convolutionalHead(`${name}.head`, options));
    }
    default: // a file may say anything
      return noSuchKind(architecture);
  }
}

function checkMlp(architecture: MlpArchitecture): void {
  const names = ["kind", "hidden", "activation", "initializer"] as const;
  const { hidden, activation, initializer } = knownOptions("architecture", architecture, names);
  requireHidden("hidden", hidden);
  requireChoice("activation", activation, Object.keys(activations));
  requireChoice("initializer", initializer, Object.keys(initializers));
}

function noSuchKind(architecture: never): never {
  throw new RangeError(
    `architecture: kind is ${shown((architecture as { kind?: unknown }).kind)}; it must be one of: mlp, linear, ` +
      "tabular, convolutional",
  );
}
