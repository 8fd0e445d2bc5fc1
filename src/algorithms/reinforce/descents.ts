import {
  add,
  type Expression,
  type FloatExpression,
  multiply,
  negate,
  scalarRow,
  square,
  subtract,
  sum,
} from "../../graph/index.ts";
import {
  type ActorCritic,
  type Computing,
  compileDescent,
  type Feed,
  type OptionsOf,
  objectiveOf,
  ownValueParameters,
} from "../../learning/index.ts";
import { adam } from "../../optimizers/index.ts";
import type { Policy } from "../../policies/index.ts";
import type { reinforceOptions } from "./options.ts";

type Settings = OptionsOf<typeof reinforceOptions>;

/** What the objective is made of, each [rows]: for some of the steps of all episodes, or all of them. */
export interface ReinforceTerms {
  /** log π_θ(a_t | s_t). */
  readonly logProb: Expression;
  /** γᵗ (G_t − b_t), over the number of episodes. */
  readonly weights: Expression;
}

/**
 * Σ log π_θ(a_t | s_t) · γᵗ (G_t − b_t), over the number of episodes: its gradient is the score-function estimate of
 * ∇J₁ (notes, eq. 10 and 11, with the return in the place of Q).
 */
export function scoreObjective({ logProb, weights }: ReinforceTerms): FloatExpression {
  return sum(multiply(logProb, weights));
}

/** Programs have static shapes and episodes do not: their steps pass through in shards of so many. */
export const rowsPerShard = 256;

/** One ascent of the policy along the gradient of the objective, at every run. */
export function compileAscent(
  policy: Policy,
  { maxGradientNorm, entropyWeight }: Pick<Settings, "maxGradientNorm" | "entropyWeight">,
  feed: Feed,
  objective: typeof scoreObjective,
  computing: Computing,
) {
  return compileDescent(
    {
      ...{ feed, maxGradientNorm, parameters: policy.parameters },
      rows: { ...policy.rows, weights: scalarRow, share: scalarRow },
      scalars: ["learningRate"],
      optimizer: adam,
      losses({ weights, share, ...rows }) {
        const density = policy.density(rows);
        const score = objectiveOf(objective, { logProb: density.logProb(rows.actions), weights });
        const entropy = sum(multiply(density.entropy(), share));
        return { loss: negate(add(score, multiply(entropy, entropyWeight))), objective: score, entropy };
      },
    },
    computing,
  );
}

/** One step of the value function towards the returns, at every run; it leaves the policy as it is. */
export function compileFit(
  actorCritic: ActorCritic,
  {
    maxGradientNorm,
    valueLearningRate: learningRate,
    sequenceLength,
  }: Pick<Settings, "maxGradientNorm" | "valueLearningRate" | "sequenceLength">,
  computing: Computing,
  rows = rowsPerShard,
) {
  const { policy, valueFunction } = actorCritic;
  return compileDescent(
    {
      feed: { rowsPerShard: rows, sequenceLength },
      ...{ maxGradientNorm, parameters: ownValueParameters(actorCritic) },
      rows: {
        ...{ observations: policy.rows.observations, ...valueFunction.rows },
        ...{ returns: scalarRow, share: scalarRow },
      },
      optimizer: () => adam({ learningRate }),
      losses({ observations, returns, share, ...memory }) {
        const errors = square(subtract(valueFunction.values(observations, memory), returns));
        const valueLoss = multiply(sum(multiply(errors, share)), 0.5);
        return { loss: valueLoss, valueLoss };
      },
    },
    computing,
  );
}
