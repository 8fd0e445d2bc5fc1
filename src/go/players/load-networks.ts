import type { Box } from "../../environments/index.ts";
import {
  alphaGoFeatures,
  type BoardSize,
  boardFeatures,
  type GoFeature,
  planesOfFeatures,
} from "../../games/go/index.ts";
import { type FloatExpression, reshape } from "../../graph/index.ts";
import { loadPolicy, type Policy, type ValueFunction } from "../../policies/index.ts";
import { nodeModule } from "../../workers/index.ts";

/** The networks that a player goes by. */
export interface GoNetworks {
  readonly policy: Policy;
  /** What they see. */
  readonly features: readonly GoFeature[];
  readonly board: BoardSize;
  readonly valueFunction: Pick<ValueFunction, "values"> | undefined;
}

/**
 * Reads the networks of a player from files.
 *
 * @param policyPath a policy of an environment of Go
 * @param valuePath a value network as `logpi go value` trains it, which sees the same; undefined for none
 * @throws Error if a file cannot be read, or has another network
 */
export function loadNetworks(policyPath: string, valuePath: string | undefined): GoNetworks {
  const policy = read(policyPath);
  const [rows, columns, channels] = shapeOf(policy);
  const features = [boardFeatures, alphaGoFeatures].find((each) => planesOf(each) === channels);
  if (features === undefined || policy.actionSpace.size !== rows * columns + 1) {
    throw new Error(
      `${policyPath} is no policy of Go: it ${described(policy)}. A policy of Go-9x9-v0 sees ` +
        `[9,9,${planesOf(boardFeatures)}] and has 82 actions`,
    );
  }
  const valueFunction = valuePath === undefined ? undefined : readValue(valuePath, policy);
  return { policy, features, board: { columns, rows }, valueFunction };
}

function readValue(path: string, policy: Policy): GoNetworks["valueFunction"] {
  const network = read(path, policy);
  const isFit = shapeOf(network).join() === shapeOf(policy).join();
  if (!isFit || network.head !== "diagonal-normal" || network.actionSpace.size !== 1) {
    throw new Error(
      `${path} is no value network beside that policy: it ${described(network)}, and must see [${shapeOf(policy)}] and say ` +
        "one number",
    );
  }
  return {
    values: (observations) =>
      reshape(network.density({ observations }).mode() as FloatExpression, [observations.shape[0]]),
  };
}

/** @param beside another network in whose memory this one is to be */
function read(path: string, beside?: Policy): Policy {
  const fs = nodeModule("node:fs");
  if (fs === undefined) throw new Error(`${path} cannot be read: there are no files here`);
  try {
    return loadPolicy(fs.readFileSync(path), beside ? { backend: beside.backend } : {});
  } catch (cause) {
    throw new Error(`${path} cannot be read as a policy: ${(cause as Error).message}`, { cause });
  }
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
