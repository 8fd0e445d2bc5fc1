import type { Generator } from "../../random/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { shown } from "../../text/printable.ts";
import { valueInText } from "../../text/value-in-text.ts";
import { requireChoice, requireHidden, requireObject } from "../check-architecture.ts";
import { type ActivationName, activations } from "../layers/activations.ts";
import { dense } from "../layers/dense.ts";
import { type InitializerName, initializers } from "../layers/initializers.ts";
import { inSequence, type Network } from "../network.ts";
import type { SavedWeights } from "../weights.ts";
import {
  type ArchitectureContext,
  type ArchitectureFunction,
  buildNetwork,
} from "./architecture-function.ts";
import { convolutionalHead } from "./convolutional-head.ts";
import { type ConvolutionalArchitecture, convolutionalTower } from "./convolutional-network.ts";
import { furtherArchitectures } from "./further-architectures.ts";
import { perceptronLayers } from "./multilayer-perceptron.ts";
import { type RecurrentArchitecture, recurrentNetwork } from "./recurrent-network.ts";
import { createTowerMark } from "./tower.ts";
import type { TransformerArchitecture } from "./transformer-network.ts";

/** A multilayer perceptron: fully connected layers with an activation between them. */
export interface MlpArchitecture {
  readonly kind: "mlp";
  /** Units of each hidden layer. */
  readonly hidden: readonly number[];
  /** Default "tanh". */
  readonly activation?: ActivationName;
  /** Default "orthogonal". */
  readonly initializer?: InitializerName;
  /** What comes between each hidden layer and its activation; default "none". */
  readonly normalization?: "none" | "layer";
}

/** Linear in the features, with a bias; initially 0. */
export interface LinearArchitecture {
  readonly kind: "linear";
}

/** One number per state and output, for observations that are one-hot (discrete spaces only); initially 0. */
export interface TabularArchitecture {
  readonly kind: "tabular";
}

/** Plain data that says how a function approximator is built, so that a saved one can be built again. */
export type ArchitectureData =
  | MlpArchitecture
  | LinearArchitecture
  | TabularArchitecture
  | ConvolutionalArchitecture
  | RecurrentArchitecture
  | TransformerArchitecture;

/** How a function approximator is built: as data, or a function that builds it out of layers. */
export type Architecture = ArchitectureData | ArchitectureFunction;

/** An architecture as data: of a function, that it is one. */
export function architectureAsData(
  architecture: Architecture,
): ArchitectureData | { readonly kind: "function" } {
  return typeof architecture === "function" ? { kind: "function" } : architecture;
}

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
   * nearly uniform. Default 1.
   */
  readonly outputGain?: number;
  /** The shape of an observation, for functions; default `[inputs]`. */
  readonly shape?: readonly number[];
  /** Layers of another network, to stand in the place of this one's own. */
  readonly tower?: Network | undefined;
}

/** A network with its layers below the last ones, if it has any: those that another network may share. */
export interface TowerNetwork extends Network {
  readonly tower: Network | undefined;
}

/**
 * Builds the network; its parameters' names begin with `name`.
 *
 * @param saved weights to begin with in place of drawn ones; a function builds with drawn ones all the same
 * @throws RangeError when the architecture is not possible, or does not fit the inputs or the outputs
 * @throws TypeError when a function returns no network, or the name is no text
 */
export function createNetwork(
  name: string,
  architecture: Architecture,
  size: NetworkSize,
  generator: Generator,
  saved?: SavedWeights,
): TowerNetwork {
  if (typeof name !== "string") {
    throw new TypeError(`network: name is ${valueInText(name)}; it must be a text`);
  }
  const { inputs, outputs, outputGain = 1, shape = [inputs] } = size;
  const towers = createTowerMark(size.tower);
  const context = { name, shape, inputs, outputs, outputGain, generator, tower: towers.mark };
  const network =
    typeof architecture === "function"
      ? buildNetwork(architecture, context, size.tower)
      : networkOf(architecture, context, saved);
  return { ...network, tower: towers.tower };
}

function networkOf(
  architecture: ArchitectureData,
  context: ArchitectureContext,
  saved: SavedWeights | undefined,
): Network {
  const { name, inputs, outputs, outputGain, generator, tower } = context;
  requireObject("the whole", architecture);
  switch (architecture.kind) {
    case "mlp": {
      const { hidden: units, ...layers } = checkedMlp(architecture);
      const options = { widths: [inputs, ...units, outputs], ...layers, outputGain, generator, saved };
      const { hidden, last } = perceptronLayers(name, options);
      return hidden ? inSequence(tower(hidden), last()) : last();
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
      const built = tower(() => convolutionalTower(`${name}.tower`, architecture, generator, saved));
      const [height, width, channels] = architecture.input;
      if (height * width * channels !== inputs) {
        throw new RangeError(
          `architecture: input is [${height}, ${width}, ${channels}], ${height * width * channels} numbers; the ` +
            `observations have ${inputs}`,
        );
      }
      const { images } = built;
      const options = { architecture, images, outputs, outputGain, generator, saved };
      return inSequence(built, convolutionalHead(`${name}.head`, options));
    }
    case "gru":
    case "lstm":
      return recurrentNetwork(architecture, { name, inputs, outputs, outputGain, generator, tower, saved });
    default: {
      // A file may have another kind.
      const build = furtherArchitectures.get((architecture as ArchitectureData).kind);
      return build ? build(architecture as never, context, saved) : noSuchKind(architecture);
    }
  }
}

/** With its defaults. @throws RangeError when it is not possible */
function checkedMlp(architecture: MlpArchitecture) {
  const names = ["kind", "hidden", "activation", "initializer", "normalization"] as const;
  const given = knownOptions("architecture", architecture, names);
  const { hidden, activation = "tanh", initializer = "orthogonal", normalization = "none" } = given;
  requireHidden("hidden", hidden);
  requireChoice("activation", activation, Object.keys(activations));
  requireChoice("initializer", initializer, Object.keys(initializers));
  requireChoice("normalization", normalization, ["none", "layer"]);
  return { hidden, activation, initializer, normalization };
}

function noSuchKind({ kind }: { readonly kind?: unknown }): never {
  if (kind === "function") {
    throw new RangeError(
      "architecture: it was a function, which is not written down, only that there was one; give that function",
    );
  }
  throw new RangeError(
    `architecture: kind is ${shown(kind)}; it must be one of: mlp, linear, tabular, convolutional, gru, lstm, transformer (a page calls addTransformer() first)`,
  );
}
