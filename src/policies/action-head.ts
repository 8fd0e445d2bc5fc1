import { bernoulli } from "../distributions/bernoulli.ts";
import { categorical } from "../distributions/categorical.ts";
import type { Density } from "../distributions/density.ts";
import { diagonalNormal } from "../distributions/diagonal-normal.ts";
import { independent } from "../distributions/independent.ts";
import { multiCategorical } from "../distributions/multi-categorical.ts";
import type { Box, Discrete, MultiBinary, MultiDiscrete, Space } from "../environments/index.ts";
import type { Expression, RowType, Variable } from "../graph/index.ts";
import { type SavedWeights, weights } from "../networks/weights.ts";
import { noPolicyFor } from "./decode-action.ts";

/** The end of a policy network: what its outputs mean for one kind of action space. */
export interface ActionHead {
  /** Outputs that the network needs. */
  readonly outputs: number;
  /** Parameters that do not depend on the observation. */
  readonly parameters: readonly Variable[];
  density(outputs: Expression, legalActions?: Expression): Density;
  /** What a row holds for an action. */
  readonly action: RowType;
}

/**
 * @param saved weights to begin with in place of initial ones
 * @throws TypeError for action spaces that no head exists for
 */
export function actionHead(space: Space, saved?: SavedWeights): ActionHead {
  switch (space.kind) {
    case "discrete":
      return categoricalHead(space as Discrete);
    case "box":
      return diagonalNormalHead(space as Box, saved);
    case "multi-discrete":
      return multiCategoricalHead(space as MultiDiscrete);
    case "multi-binary":
      return bernoulliHead(space as MultiBinary);
    default:
      throw noPolicyFor(space);
  }
}

/** A softmax over the actions; illegal ones have probability 0. */
function categoricalHead(space: Discrete): ActionHead {
  return {
    outputs: space.n,
    parameters: [],
    density: categorical,
    action: { shape: [], dtype: "int", spare: 0 },
  };
}

/** A softmax over each choice, independent of the others. */
function multiCategoricalHead({ counts, size }: MultiDiscrete): ActionHead {
  const choices = counts.length;
  return {
    outputs: size,
    parameters: [],
    density: (logits, legalActions) => multiCategorical(logits, counts, legalActions),
    action: { shape: [choices], dtype: "int", spare: 0 },
  };
}

/** An independent switch for each entry. */
function bernoulliHead({ n }: MultiBinary): ActionHead {
  return {
    outputs: n,
    parameters: [],
    density: (logits) => independent(bernoulli(logits)),
    action: { shape: [n], dtype: "int", spare: 0 },
  };
}

/**
 * Independent normals whose means are the network's outputs and whose standard deviations are parameters, initially
 * 1. Actions are clipped to the box on their way to the environment; densities are of the unclipped ones.
 */
function diagonalNormalHead(space: Box, saved?: SavedWeights): ActionHead {
  const logDeviation = weights("policy.logStandardDeviation", [space.size], saved);
  return {
    outputs: space.size,
    parameters: [logDeviation],
    density: (mean) => diagonalNormal(mean, logDeviation),
    action: { shape: [space.size], dtype: "float", spare: 0 },
  };
}
