import type { DemonstrationBatch } from "../../experience/index.ts";
import {
  type Expression,
  equal,
  type FloatExpression,
  multiply,
  negate,
  scalarRow,
  square,
  subtract,
  sum,
  toFloat,
  type Variable,
  widthOf,
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

/**
 * What is learned beside the actions, by a network that stands on the tower of the policy: so the tower learns more of what it
 * sees than the actions alone teach it (auxiliary targets; Wu 2019, "Accelerating Self-Play Learning in Go").
 */
export interface AuxiliaryTask {
  /** Of its network, those of the tower among them or not. */
  readonly parameters: readonly Variable[];
  /** Numbers of a row that it is to tell. */
  readonly targetSize: number;
  /** Of the rows `[rows, …]`: the sum of what each loses, times its weight. */
  loss(rows: {
    readonly observations: Expression;
    readonly targets: Expression;
    readonly weights: Expression;
  }): FloatExpression;
}

/** What is fitted, to what. */
export interface FitParts {
  readonly policy: Policy;
  readonly objective: typeof logLikelihood;
  readonly auxiliary: AuxiliaryTask | undefined;
}

/** The loss, and what is reported; the loss of an auxiliary task only where there is one. */
type Fitted = Readonly<Record<"loss" | "logLikelihood" | "agreement" | "auxiliaryLoss", FloatExpression>>;

/** One step of Adam up the mean log-likelihood of a minibatch, less the loss of an auxiliary task, at every run. */
export function compileFit(
  { policy, objective, auxiliary }: FitParts,
  { maxGradientNorm, weightDecay }: FitSettings,
  feed: Feed,
  computing: Computing,
) {
  return compileDescent(
    {
      ...{ feed, maxGradientNorm, parameters: [...policy.parameters, ...(auxiliary?.parameters ?? [])] },
      rows: {
        ...{ ...policy.rows, weights: scalarRow },
        ...(auxiliary && { targets: { ...scalarRow, shape: [auxiliary.targetSize] } }),
      },
      scalars: ["learningRate"],
      optimizer: ({ learningRate }) => adam({ learningRate, weightDecay }),
      losses(rows) {
        const { likelihood, agreement } = measures(policy, rows, objective);
        const auxiliaryLoss = auxiliary?.loss(rows as typeof rows & { readonly targets: Expression });
        return {
          loss: auxiliaryLoss ? subtract(auxiliaryLoss, likelihood) : negate(likelihood),
          ...{ logLikelihood: likelihood, agreement, ...(auxiliaryLoss && { auxiliaryLoss }) },
        } as Fitted;
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
  const { observations, actions, legalActions, weights, targets } = batch;
  return {
    observations: part(observations),
    actions: part(actions),
    ...(legalActions && { legalActions: part(legalActions) }),
    ...(targets && { targets: part(targets) }),
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
  return policy.rows.actions.shape.length === 0
    ? same
    : equal(sum(same, { axis: -1 }), widthOf(policy.rows.actions));
}
