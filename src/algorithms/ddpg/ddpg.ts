import { defineAlgorithm, type OptionsOf, replayProblems } from "../../learning/index.ts";
import { createDeterministicLearner } from "./deterministic-learner.ts";
import { ddpgOptions } from "./options.ts";
import { ddpgTuned } from "./presets.ts";

export type DdpgOptions = Partial<OptionsOf<typeof ddpgOptions>>;

/**
 * Deep deterministic policy gradient (Lillicrap et al. 2016, https://arxiv.org/abs/1509.02971): off-policy, a policy a = μ(s)
 * for actions in a box. Every step goes into a replay; each gradient step draws a batch from it, moves a critic towards
 *
 *     y = r + γ Q̄(s′, μ̄(s′))
 *
 * and the policy up the deterministic policy gradient (Silver et al. 2014), ∇J = E[∇_a Q(s, a) ∇_θ μ_θ(s)] at a = μ(s). Q̄ and
 * μ̄ are target copies. A step that was cut off bootstraps from its final observation; after one that terminated there is no y
 * but r. A policy without randomness explores by normal noise on its actions. {@link td3} is steadier, for little more.
 *
 * Learning begins after `startSteps` steps of wide noise; until then the metrics are NaN.
 *
 * @example
 * for (const { steps, episodes } of ddpg("Pendulum-v1", { steps: 20_000, seed: 1 })) {
 *   if (episodes.count > 0) console.log(steps, episodes.meanReturn);
 * }
 */
export const ddpg = defineAlgorithm({
  name: "ddpg",
  builtIn: true,
  description:
    "Deep deterministic policy gradient: off-policy, a deterministic policy for continuous actions.",
  options: ddpgOptions,
  tuned: ddpgTuned,
  check: replayProblems,
  copies: ({ environments }) => environments,
  work: ({ gradientStepsPerStep, batchSize }) => ({
    passes: gradientStepsPerStep * batchSize,
    rows: batchSize,
  }),
  create: ({ settings, ...parts }) =>
    createDeterministicLearner(
      "ddpg",
      { ...settings, critics: 1, policyDelay: 1, targetNoise: 0, targetNoiseClip: 0 },
      parts,
    ),
});
