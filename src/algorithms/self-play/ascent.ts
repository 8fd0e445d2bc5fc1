import { add, type FloatExpression, multiply, negate, scalarRow, subtract, sum } from "../../graph/index.ts";
import { type Computing, compileDescent, type OptionsOf } from "../../learning/index.ts";
import { adam } from "../../optimizers/index.ts";
import type { Policy } from "../../policies/index.ts";
import { rowsPerShard, type scoreObjective } from "../reinforce/descents.ts";
import type { selfPlayOptions } from "./options.ts";

type Settings = Pick<OptionsOf<typeof selfPlayOptions>, "maxGradientNorm" | "klWeight">;

/**
 * One ascent of the policy along the gradient of the objective, with the mean entropy of its positions, and against their mean
 * KL divergence from another policy, at every run.
 */
export function compileAscent(
  policy: Policy,
  latest: Policy | undefined,
  { maxGradientNorm, klWeight }: Settings,
  objective: typeof scoreObjective,
  computing: Computing,
) {
  return compileDescent(
    {
      ...{ feed: { rowsPerShard }, maxGradientNorm, parameters: policy.parameters },
      rows: { ...policy.rows, weights: scalarRow, share: scalarRow },
      scalars: ["learningRate", "entropyWeight"],
      optimizer: ({ learningRate }) => adam({ learningRate }),
      losses({ weights, share, ...rows }, { scalars: { entropyWeight } }) {
        const density = policy.density(rows);
        const score = objective({ logProb: density.logProb(rows.actions), weights });
        const entropy = sum(multiply(density.entropy(), share));
        const aim = add(score, multiply(entropy, entropyWeight));
        type Measured = Readonly<Record<"objective" | "entropy" | "kl", FloatExpression>>;
        const measured = { objective: score, entropy } as Measured; // without the KL divergence where it costs nothing
        if (!latest) return { loss: negate(aim), ...measured };
        const kl = sum(multiply(latest.density(rows).kl(density), share));
        return { loss: negate(subtract(aim, multiply(kl, klWeight))), ...measured, kl };
      },
    },
    computing,
  );
}
