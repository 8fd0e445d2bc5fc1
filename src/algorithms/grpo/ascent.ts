import {
  add,
  type Expression,
  exp,
  type FloatExpression,
  multiply,
  negate,
  scalarRow,
  subtract,
  sum,
} from "../../graph/index.ts";
import {
  type Computing,
  compileDescent,
  type Feed,
  type OptionsOf,
  objectiveOf,
} from "../../learning/index.ts";
import { adam } from "../../optimizers/index.ts";
import type { Policy } from "../../policies/index.ts";
import { clippedGain, isClipped, type Ratio } from "../clipped-gain.ts";
import type { grpoOptions } from "./options.ts";

/** Expressions for some of the steps of all episodes, each [rows] unless said otherwise. */
export interface GroupTerms extends Ratio {
  /** A of the episode. */
  readonly advantages: Expression;
  /** How much a step counts in the mean. */
  readonly weights: Expression;
  /** ε */
  readonly clipRange: number;
}

/**
 * Σ w min(r A, clip(r, 1 − ε, 1 + ε) A)  with r = π_θ(a | s) / π_old(a | s): PPO's clipped objective (Shao et al. 2024,
 * https://arxiv.org/abs/2402.03300, eq. 3, without the KL divergence). At r = 1 its gradient is Σ w A ∇ log π.
 */
export function groupObjective(terms: GroupTerms): FloatExpression {
  const { advantages, weights, clipRange } = terms;
  return sum(multiply(weights, clippedGain(terms, advantages, 1 - clipRange, 1 + clipRange)));
}

type Settings = Pick<
  OptionsOf<typeof grpoOptions>,
  "maxGradientNorm" | "entropyWeight" | "clipRange" | "klWeight"
>;

/**
 * One ascent of the policy along the gradient of the objective, at every run: with the mean entropy, and against the estimate
 * π_ref/π − log (π_ref/π) − 1 of the KL divergence from the reference (the paper's eq. 4).
 */
export function compileAscent(
  policy: Policy,
  reference: Policy | undefined,
  { maxGradientNorm, entropyWeight, clipRange, klWeight }: Settings,
  feed: Feed,
  objective: typeof groupObjective,
  computing: Computing,
) {
  return compileDescent(
    {
      ...{ feed, maxGradientNorm, parameters: policy.parameters },
      rows: {
        ...policy.rows,
        ...{ logProbs: scalarRow, advantages: scalarRow, weights: scalarRow, share: scalarRow },
      },
      scalars: ["learningRate"],
      optimizer: adam,
      losses({ logProbs: oldLogProb, advantages, weights, share, ...rows }) {
        const density = policy.density(rows);
        const logProb = density.logProb(rows.actions);
        const gain = objectiveOf(objective, { logProb, oldLogProb, advantages, weights, clipRange });
        const entropy = sum(multiply(density.entropy(), share));
        const aim = add(gain, multiply(entropy, entropyWeight));
        const clipFraction = sum(multiply(isClipped({ logProb, oldLogProb }, clipRange), share));
        type Measured = Readonly<Record<"objective" | "entropy" | "clipFraction" | "kl", FloatExpression>>;
        const measured = { objective: gain, entropy, clipFraction } as Measured; // without kl where it costs nothing
        if (!reference) return { loss: negate(aim), ...measured };
        const logRatio = subtract(reference.density(rows).logProb(rows.actions), logProb);
        const estimates = subtract(subtract(exp(logRatio), logRatio), 1);
        const penalty = sum(multiply(estimates, weights));
        const kl = sum(multiply(estimates, share));
        return { loss: negate(subtract(aim, multiply(penalty, klWeight))), ...measured, kl };
      },
    },
    computing,
  );
}
