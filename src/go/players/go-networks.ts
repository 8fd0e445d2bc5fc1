import type { Box } from "../../environments/index.ts";
import {
  alphaGoFeatures,
  type BoardSize,
  boardFeatures,
  type GoFeature,
  planesOfFeatures,
} from "../../games/go/index.ts";
import { type FloatExpression, reshape } from "../../graph/index.ts";
import type { Policy, ValueFunction } from "../../policies/index.ts";

/** The networks that a player goes by. */
export interface GoNetworks {
  readonly policy: Policy;
  /** What they see. */
  readonly features: readonly GoFeature[];
  readonly board: BoardSize;
  readonly valueFunction: Pick<ValueFunction, "values"> | undefined;
  /** The network that the value function is made of, where it is known. */
  readonly valueNetwork?: Policy | undefined;
}

/** A network, and what it is called in messages, such as its file. */
export interface NamedNetwork {
  readonly name: string;
  readonly network: Policy;
}

/**
 * A policy and a value network, as they play together.
 *
 * @param policy of an environment of Go
 * @param value as `logpi go value` trains it, which sees the same; undefined for none
 * @throws Error if one of them is another network
 */
export function networksOf(policy: NamedNetwork, value: NamedNetwork | undefined): GoNetworks {
  const { network, name } = policy;
  const seen = seenBy(network);
  if (
    seen === undefined ||
    network.head !== "categorical" ||
    network.actionSpace.size !== movesOn(seen.board)
  ) {
    throw new Error(
      `${name} is no policy of Go: it ${described(network)}. A policy of Go-9x9-v0 sees ` +
        `[9,9,${planesOf(boardFeatures)}] and has 82 actions`,
    );
  }
  return {
    ...{ policy: network, ...seen },
    valueFunction: value && valuesBeside(network, value),
    valueNetwork: value?.network,
  };
}

/** The board and the features that a network sees; undefined where it sees something else. */
export function seenBy(network: Policy): Pick<GoNetworks, "board" | "features"> | undefined {
  const [rows, columns, channels] = shapeOf(network);
  const features = [boardFeatures, alphaGoFeatures].find((each) => planesOf(each) === channels);
  return features && { board: { columns, rows }, features };
}

const movesOn = ({ columns, rows }: BoardSize) => rows * columns + 1;

function valuesBeside(policy: Policy, { name, network }: NamedNetwork): GoNetworks["valueFunction"] {
  const isFit = shapeOf(network).join() === shapeOf(policy).join();
  if (!isFit || network.head !== "diagonal-normal" || network.actionSpace.size !== 1) {
    throw new Error(
      `${name} is no value network beside that policy: it ${described(network)}, and must see [${shapeOf(policy)}] and say ` +
        "one number",
    );
  }
  return {
    values: (observations) =>
      reshape(network.density({ observations }).mode() as FloatExpression, [observations.shape[0]]),
  };
}

function shapeOf({ observationSpace }: Policy): readonly number[] {
  return observationSpace.kind === "box" ? (observationSpace as unknown as Box).shape : [];
}

function planesOf(features: readonly GoFeature[]): number {
  return features.reduce((sum, name) => sum + planesOfFeatures[name], 0);
}

function described(network: Policy): string {
  return `sees ${network.observationSpace.kind} [${shapeOf(network)}] and has ${network.actionSpace.size} actions`;
}
