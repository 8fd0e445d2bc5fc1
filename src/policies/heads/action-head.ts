import { independent } from "../../distributions/combinators/independent.ts";
import { bernoulli } from "../../distributions/discrete/bernoulli.ts";
import { categorical } from "../../distributions/discrete/categorical.ts";
import { multiCategorical } from "../../distributions/discrete/multi-categorical.ts";
import type { Box, Discrete, MultiBinary, MultiDiscrete, Space } from "../../environments/index.ts";
import type { SavedWeights } from "../../networks/index.ts";
import { betaHead } from "./beta-head.ts";
import { deterministicHead } from "./deterministic-head.ts";
import type { ActionHead } from "./head.ts";
import { type HeadName, headFor } from "./head-names.ts";
import { diagonalNormalHead, rescaledNormalHead, stateDependentNormalHead } from "./normal-heads.ts";
import { squashedNormalHead } from "./squashed-normal-head.ts";

interface ActionHeadOptions {
  readonly name?: HeadName | undefined;
  readonly owner?: string | undefined;
  readonly saved?: SavedWeights | undefined;
}

/**
 * @param name one of those that suit the space; default: the space's own
 * @param owner begins the names of its variables; default "policy"
 * @param saved weights to begin with in place of initial ones
 * @throws TypeError for action spaces that no head exists for, and heads that do not suit the space
 * @throws RangeError when the bounds of a box do not suit the head
 */
export function actionHead(
  space: Space,
  { name, owner = "policy", saved }: ActionHeadOptions = {},
): ActionHead {
  switch (headFor(space, name)) {
    case "categorical":
      return categoricalHead(space as Discrete);
    case "diagonal-normal":
      return diagonalNormalHead(space as Box, owner, saved);
    case "rescaled-normal":
      return rescaledNormalHead(space as Box, owner, saved);
    case "state-dependent-normal":
      return stateDependentNormalHead(space as Box);
    case "beta":
      return betaHead(space as Box);
    case "squashed-normal":
      return squashedNormalHead(space as Box);
    case "deterministic":
      return deterministicHead(space as Box, owner, saved);
    case "multi-categorical":
      return multiCategoricalHead(space as MultiDiscrete);
    case "bernoulli":
      return bernoulliHead(space as MultiBinary);
  }
}

/** A softmax over the actions; illegal ones have probability 0. */
function categoricalHead(space: Discrete): ActionHead {
  return {
    name: "categorical",
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
    name: "multi-categorical",
    outputs: size,
    parameters: [],
    density: (logits, legalActions) => multiCategorical(logits, counts, legalActions),
    action: { shape: [choices], dtype: "int", spare: 0 },
  };
}

/** An independent switch for each entry. */
function bernoulliHead({ n }: MultiBinary): ActionHead {
  return {
    name: "bernoulli",
    outputs: n,
    parameters: [],
    density: (logits) => independent(bernoulli(logits)),
    action: { shape: [n], dtype: "int", spare: 0 },
  };
}
