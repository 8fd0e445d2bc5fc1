import type { DemonstrationBatch } from "../../experience/index.ts";
import {
  type Expression,
  equal,
  type FloatExpression,
  floor,
  mean,
  multiply,
  negate,
  scalarRow,
  square,
  subtract,
  sum,
  toFloat,
} from "../../graph/index.ts";
import { type Computing, compileDescent, type Feed } from "../../learning/index.ts";
import { adam } from "../../optimizers/index.ts";
import type { Policy } from "../../policies/index.ts";
import type { NumberArray } from "../../workers/index.ts";

export interface FitSettings {
  readonly maxGradientNorm: number | "none";
  readonly weightDecay: number;
}

/** What the loss is made of: [rows] each, for some of the rows of a minibatch, or all of them. */
export interface LikelihoodTerms {
  /** log π_θ(a | s). */
  readonly logProb: Expression;
  /** How much each demonstration counts, over the number of rows of the minibatch. */
  readonly weights: Expression;
}

/** Σ w log π_θ(a | s): its gradient is that of the log-likelihood. */
export function logLikelihood({ logProb, weights }: LikelihoodTerms): FloatExpression {
  return sum(multiply(logProb, weights));
}

/** One step of Adam up the mean log-likelihood of a minibatch, at every run. */
export function compileFit(
  policy: Policy,
  { maxGradientNorm, weightDecay }: FitSettings,
  objective: typeof logLikelihood,
  feed: Feed,
  computing: Computing,
) {
  return compileDescent(
    {
      ...{ feed, maxGradientNorm, parameters: policy.parameters },
      rows: { ...policy.rows, weights: scalarRow },
      scalars: ["learningRate"],
      optimizer: ({ learningRate }) => adam({ learningRate, weightDecay }),
      losses(rows) {
        const { likelihood, agreement } = measures(policy, rows, objective);
        return { loss: negate(likelihood), logLikelihood: likelihood, agreement };
      },
    },
    computing,
  );
}

/** A minibatch as the program takes it: what counts, over the number of rows, which are the steps of its demonstrations. */
export function minibatchOf(batch: DemonstrationBatch, minibatch: number) {
  const { count } = batch;
  const part = <A extends NumberArray>(array: A): A => {
    const width = array.length / (batch.steps * count);
    return array.subarray(minibatch * count * width, (minibatch + 1) * count * width) as A;
  };
  const { observations, actions, legalActions, weights } = batch;
  return {
    observations: part(observations),
    actions: part(actions),
    ...(legalActions && { legalActions: part(legalActions) }),
    weights: part(weights).map((weight, _, { length }) => weight / length),
  };
}

interface Seen {
  readonly observations: Expression;
  readonly actions: Expression;
  readonly weights: Expression;
}

/** Sums over rows, with their weights: of log π(a | s), and of how far the most probable actions are those of the rows. */
export function measures(policy: Policy, rows: Seen, objective: typeof logLikelihood) {
  const density = policy.density(rows);
  return {
    likelihood: objective({ logProb: density.logProb(rows.actions), weights: rows.weights }),
    agreement: sum(multiply(agreementOf(policy, density.mode(), rows.actions), rows.weights)),
  };
}

/** [rows]: 1 where a choice is the one that was taken, in all its parts; of a box, the squared distance. */
function agreementOf(policy: Policy, chosen: Expression, taken: Expression): FloatExpression {
  if (policy.rows.actions.dtype === "float") {
    return sum(square(subtract(policy.toActions(chosen), policy.toActions(taken))), { axis: -1 });
  }
  const same = equal(toFloat(chosen), toFloat(taken));
  return policy.rows.actions.shape.length === 0 ? same : floor(mean(same, { axis: -1 }));
}
