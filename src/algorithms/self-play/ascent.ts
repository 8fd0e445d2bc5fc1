import {
  abs,
  add,
  clamp,
  type Expression,
  exp,
  type FloatExpression,
  less,
  minimum,
  multiply,
  negate,
  scalarRow,
  subtract,
  sum,
} from "../../graph/index.ts";
import { type Computing, compileDescent, type OptionsOf } from "../../learning/index.ts";
import { adam } from "../../optimizers/index.ts";
import type { Policy } from "../../policies/index.ts";
import { rowsPerShard, type scoreObjective } from "../reinforce/descents.ts";
import type { selfPlayOptions } from "./options.ts";

type Settings = Pick<
  OptionsOf<typeof selfPlayOptions>,
  "maxGradientNorm" | "klWeight" | "epochs" | "minibatchSize" | "clipRange"
>;

/** What the objective is made of, each [rows]: for some of the moves of all games, or all of them. */
export interface GameTerms {
  /** log π_θ(a_t | s_t). */
  readonly logProb: Expression;
  /** The same under the policy that played the games. */
  readonly oldLogProb: Expression;
  /** z_t − b_t, over the number of games. */
  readonly weights: Expression;
}

/**
 * Σ min(r w, clip(r, 1 − ε, 1 + ε) w)  with r = π_θ(a | s) / π_old(a | s): PPO's clipped objective (Schulman et al. 2017,
 * https://arxiv.org/abs/1707.06347, eq. 7), for games that the policy learns from more than once. At r = 1 its gradient is REINFORCE's.
 */
export function clippedScore(
  { logProb, oldLogProb, weights }: GameTerms,
  clipRange: number,
): FloatExpression {
  const ratio = exp(subtract(logProb, oldLogProb));
  const clipped = clamp(ratio, 1 - clipRange, 1 + clipRange);
  return sum(minimum(multiply(ratio, weights), multiply(clipped, weights)));
}

/** [rows]: 1 where a probability has moved further than the objective counts, up or down. */
function isClipped(logProb: Expression, oldLogProb: Expression, clipRange: number): FloatExpression {
  return less(clipRange, abs(subtract(exp(subtract(logProb, oldLogProb)), 1)));
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

/**
 * One ascent of the policy along the gradient of the objective, with the mean entropy of its positions, and against their mean
 * KL divergence from another policy, at every run.
 */
export function compileAscent(
  policy: Policy,
  latest: Policy | undefined,
  settings: Settings,
  objective: typeof scoreObjective,
  computing: Computing,
) {
  const { maxGradientNorm, klWeight, clipRange, minibatchSize } = settings;
  const oneStep = isOneStep(settings);
  return compileDescent(
    {
      ...{ feed: { rowsPerShard: shardOf(minibatchSize) }, maxGradientNorm, parameters: policy.parameters },
      rows: {
        ...{ ...policy.rows, weights: scalarRow, share: scalarRow },
        ...(!oneStep && { logProbs: scalarRow }),
      },
      scalars: ["learningRate", "entropyWeight"],
      optimizer: ({ learningRate }) => adam({ learningRate }),
      losses({ weights, share, logProbs: oldLogProb, ...rows }, { scalars: { entropyWeight } }) {
        const density = policy.density(rows);
        const logProb = density.logProb(rows.actions);
        const score = oldLogProb
          ? clippedScore({ logProb, oldLogProb, weights }, clipRange)
          : objective({ logProb, weights });
        const entropy = sum(multiply(density.entropy(), share));
        const aim = add(score, multiply(entropy, entropyWeight));
        const clipFraction = oldLogProb && sum(multiply(isClipped(logProb, oldLogProb, clipRange), share));
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
