import {
  add,
  concatenate,
  type Expression,
  type FloatExpression,
  globalAveragePool,
  reshape,
} from "../../graph/index.ts";
import { sizeOf } from "../../graph/shape.ts";
import type { Generator } from "../../random/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { type ActivationName, activations } from "../layers/activations.ts";
import { convolutional } from "../layers/convolutional.ts";
import { dense } from "../layers/dense.ts";
import { initializers } from "../layers/initializers.ts";
import { inSequence, type Network, withoutStatistics } from "../network.ts";
import { type SavedWeights, weights } from "../weights.ts";
import type { ConvolutionalArchitecture, Images, LayersOfHead } from "./convolutional-network.ts";
import { multilayerPerceptron } from "./multilayer-perceptron.ts";

export interface HeadOptions {
  readonly architecture: ConvolutionalArchitecture;
  /** What the tower gives. */
  readonly images: Images;
  readonly outputs: number;
  /** Factor on the last layer's initial weights; default 1. */
  readonly outputGain?: number;
  readonly generator: Generator;
  /** Weights to begin with in place of drawn ones. */
  readonly saved?: SavedWeights | undefined;
}

/**
 * The head of a convolutional network: from images to outputs [batch, outputs].
 *
 * @throws RangeError when a head per position has another number of positions than of outputs
 */
export function convolutionalHead(name: string, options: HeadOptions): Network {
  const names = ["architecture", "images", "outputs", "outputGain", "generator", "saved"] as const;
  knownOptions("convolutionalHead", options, names);
  const { architecture, images, outputs, outputGain = 1, generator, saved } = options;
  const { head, activation = "relu", normalization = "none", initializer = "heNormal" } = architecture;
  const drawn = { generator, initializer: initializers[initializer], saved };
  const [height, width, channels] = images;
  const flatten = withoutStatistics(
    [],
    (x) => reshape(x, [x.shape[0], sizeOf(x.shape.slice(1))]) as FloatExpression,
  );
  const activate = (name: ActivationName) => withoutStatistics([], activations[name]);
  const layers = (inputs: number, { hidden = [], outputActivation }: LayersOfHead) => {
    const perceptron = multilayerPerceptron(name, {
      ...{ widths: [inputs, ...hidden, outputs], activation, initializer, outputGain, generator, saved },
    });
    return outputActivation ? inSequence(perceptron, activate(outputActivation)) : perceptron;
  };
  switch (head.kind) {
    case "positions": {
      const perPosition = convolutional(`${name}.positions`, {
        ...drawn,
        channels,
        filters: 1,
        kernel: 1,
        bias: false,
        gain: outputGain,
      });
      const offset = weights(`${name}.positions.bias`, [height * width], saved);
      const atPositions = (x: Expression) => add(flatten.apply(perPosition.apply(x)), offset);
      const parameters = [...perPosition.parameters, offset];
      if (outputs === height * width) return withoutStatistics(parameters, atPositions);
      if (outputs !== height * width + 1) {
        throw new RangeError(
          `architecture: a head per position has ${height}·${width} = ${height * width} outputs, or one more; ` +
            `${outputs} are needed. Take the head { kind: "dense" }`,
        );
      }
      const elsewhere = dense(`${name}.elsewhere`, {
        ...drawn,
        inputs: channels,
        outputs: 1,
        gain: outputGain,
      });
      return withoutStatistics([...parameters, ...elsewhere.parameters], (x) =>
        concatenate([atPositions(x), elsewhere.apply(globalAveragePool(x))], 1),
      );
    }
    case "dense": {
      const { filters } = head;
      if (filters === undefined) return inSequence(flatten, layers(height * width * channels, head));
      const narrow = convolutional(`${name}.narrow`, {
        ...drawn,
        channels,
        filters,
        kernel: 1,
        normalization,
      });
      return inSequence(narrow, activate(activation), flatten, layers(height * width * filters, head));
    }
    case "pooled":
      return inSequence(withoutStatistics([], globalAveragePool), layers(channels, head));
  }
}
