import { requireCount } from "../check-architecture.ts";
import type { ConvolutionalArchitecture, ConvolutionalHead } from "./convolutional-network.ts";

export interface BoardArchitectureOptions {
  /** Convolutions before the head; default 5 (AlphaGo has 12). */
  readonly layers?: number;
  /** Filters of each; default 64 (AlphaGo has 192). */
  readonly filters?: number;
  /**
   * Rows and columns of the first kernel; the others are 3×3. Default 3. AlphaGo has 5, which makes the network of the default
   * size a third slower on 14 planes, and twice as slow on 50.
   */
  readonly firstKernel?: number;
  /**
   * Residual blocks behind the convolutions, of which every second one sees the whole board at each of its positions; default
   * 0, as AlphaGo (AlphaGo Zero has 19 and 39). Two convolutions each.
   */
  readonly residualBlocks?: number;
  /** Default one number per position, for a policy whose actions are the positions, and one more at most. */
  readonly head?: ConvolutionalHead;
}

/**
 * The head of AlphaGo's value network (Silver et al. 2016): a 1×1 convolution to a few numbers per position, 256 units, and
 * tanh, for the outcomes −1 and 1. AlphaGo has one number, which stops the training for good where its ReLU is 0 at every
 * position of every board; four of them hardly ever are.
 */
export const boardValueHead: ConvolutionalHead = {
  kind: "dense",
  filters: 4,
  hidden: [256],
  outputActivation: "tanh",
};

/**
 * A network for boards [height, width, planes] as AlphaGo's (Silver et al. 2016, https://doi.org/10.1038/nature16961):
 * convolutions, each followed by ReLU, and for a policy a 1×1 convolution with a bias per position.
 * A value function gets the same with `head: boardValueHead`, and can share these layers with the policy.
 *
 * @throws RangeError when a number is no integer of at least 1, or of 0 for residual blocks
 */
export function boardArchitecture(
  input: ConvolutionalArchitecture["input"],
  options: BoardArchitectureOptions = {},
): ConvolutionalArchitecture {
  const {
    layers = 5,
    filters = 64,
    firstKernel = 3,
    residualBlocks = 0,
    head = { kind: "positions" },
  } = options;
  requireCount("layers", layers);
  requireCount("filters", filters);
  requireCount("firstKernel", firstKernel);
  requireCount("residualBlocks", residualBlocks, 0);
  return {
    ...(residualBlocks > 0 && { residualBlocks, preactivation: true, globalPooling: true }),
    ...{ kind: "convolutional", input, head },
    layers: Array.from({ length: layers }, (_, layer) => ({
      filters,
      kernel: layer === 0 ? firstKernel : 3,
    })),
  };
}
