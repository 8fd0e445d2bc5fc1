import {
  add,
  type Expression,
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
  OptionsError,
  type OptionsOf,
  objectiveOf,
} from "../../learning/index.ts";
import { adam } from "../../optimizers/index.ts";
import type { Policy } from "../../policies/index.ts";
import { clippedGain, isClipped, type Ratio } from "../clipped-gain.ts";
import { rowsPerShard, scoreObjective } from "../reinforce/descents.ts";
import type { selfPlayOptions } from "./options.ts";

type Settings = Pick<
  OptionsOf<typeof selfPlayOptions>,
  "maxGradientNorm" | "klWeight" | "epochs" | "minibatchSize" | "clipRange"
>;

/** What the objective is made of, each [rows]: for some of the moves of all games, or all of them. */
export interface GameTerms extends Ratio {
  /** z_t − b_t, over the number of games. */
  readonly weights: Expression;
}

/**
 * Σ min(r w, clip(r, 1 − ε, 1 + ε) w)  with r = π_θ(a | s) / π_old(a | s): PPO's clipped objective (Schulman et al. 2017,
 * https://arxiv.org/abs/1707.06347, eq. 7), for games that the policy learns from more than once. At r = 1 its gradient is REINFORCE's.
 */
export function clippedScore(terms: GameTerms, clipRange: number): FloatExpression {
  return sum(clippedGain(terms, terms.weights, 1 - clipRange, 1 + clipRange));
}

/** Whether an update is one step of the policy, whose gradient is that of the expected outcome. */
export function isOneStep({ epochs, minibatchSize }: Pick<Settings, "epochs" | "minibatchSize">): boolean {
  return epochs === 1 && minibatchSize === "none";
}

/** Rows of a shard: a minibatch has as many shards as workers may share, at least. */
export function shardOf(minibatchSize: Settings["minibatchSize"]): number {
  return minibatchSize === "none"
    ? rowsPerShard
    : Math.min(rowsPerShard, Math.ceil(minibatchSize / shardsOfMinibatch));
}

const shardsOfMinibatch = 4;

/** What an ascent takes of each move. */
export const ascentRows = (policy: Policy, settings: Settings) => ({
  ...{ ...policy.rows, weights: scalarRow, share: scalarRow },
  ...(!isOneStep(settings) && { logProbs: scalarRow }),
});

/**
 * One ascent of the policy along the gradient of the objective, with the mean entropy of its positions, and against their mean
 * KL divergence from another policy, at every run.
 *
 * @throws OptionsError where an update is several steps and the objective is not {@link scoreObjective}
 */
export function compileAscent(
  policy: Policy,
  latest: Policy | undefined,
  settings: Settings,
  objective: typeof scoreObjective,
  computing: Computing,
) {
  const { maxGradientNorm, klWeight, clipRange, minibatchSize } = settings;
  if (!isOneStep(settings) && objective !== scoreObjective) {
    throw new OptionsError([
      "an objective of your own is for updates of one step; leave epochs and minibatchSize at their defaults.",
    ]);
  }
  return compileDescent(
    {
      ...{ feed: { rowsPerShard: shardOf(minibatchSize) }, maxGradientNorm, parameters: policy.parameters },
      rows: ascentRows(policy, settings),
      scalars: ["learningRate", "entropyWeight"],
      optimizer: ({ learningRate }) => adam({ learningRate }),
      losses({ weights, share, logProbs: oldLogProb, ...rows }, { scalars: { entropyWeight } }) {
        const density = policy.density(rows);
        const logProb = density.logProb(rows.actions);
        const score = oldLogProb
          ? clippedScore({ logProb, oldLogProb, weights }, clipRange)
          : objectiveOf(objective, { logProb, weights });
        const entropy = sum(multiply(density.entropy(), share));
        const aim = add(score, multiply(entropy, entropyWeight));
        const clipFraction =
          oldLogProb && sum(multiply(isClipped({ logProb, oldLogProb }, clipRange), share));
        type Measured = Readonly<Record<"objective" | "entropy" | "clipFraction" | "kl", FloatExpression>>;
        // Without the KL divergence where it costs nothing, and without what one step does not clip.
        const measured = { objective: score, entropy, ...(clipFraction && { clipFraction }) } as Measured;
        if (!latest) return { loss: negate(aim), ...measured };
        const kl = sum(multiply(latest.density(rows).kl(density), share));
        return { loss: negate(subtract(aim, multiply(kl, klWeight))), ...measured, kl };
      },
    },
    computing,
  );
}
