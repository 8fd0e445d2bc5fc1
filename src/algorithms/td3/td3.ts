import { defineAlgorithm, type IdleOptions, type OptionsOf, replayProblems } from "../../learning/index.ts";
import { createDeterministicLearner } from "../ddpg/deterministic-learner.ts";
import { td3Options } from "./options.ts";
import { td3Tuned } from "./presets.ts";

export type Td3Options = Partial<OptionsOf<typeof td3Options>>;

/**
 * Twin delayed deterministic policy gradient (Fujimoto et al. 2018, https://arxiv.org/abs/1802.09477): {@link ddpg} with three
 * changes against values that err upwards, which a policy that follows them seeks out:
 *
 * - two critics, of whose target copies the smaller value counts;
 * - noise on the target policy's actions, so that Q̄ is a mean over near actions, among which no single one stands out by
 *   chance: y = r + γ min_i Q̄_i(s′, clip(μ̄(s′) + clip(σ̃ ε, −c, c), −1, 1));
 * - a step of the policy, and of the target copies, for every `policyDelay` steps of the critics only.
 *
 * The policy goes up ∇J = E[∇_a Q₁(s, a) ∇_θ μ_θ(s)] at a = μ(s). Learning begins after `startSteps` steps of wide noise;
 * until then the metrics are NaN.
 *
 * @example
 * for (const { steps, episodes } of td3("Pendulum-v1", { steps: 20_000, seed: 1 })) {
 *   if (episodes.count > 0) console.log(steps, episodes.meanReturn);
 * }
 */
export const td3 = defineAlgorithm({
  name: "td3",
  builtIn: true,
  description:
    "Twin delayed deterministic policy gradient: DDPG with two critics, a smoothed target and a delayed policy.",
  options: td3Options,
  tuned: td3Tuned,
  check: replayProblems,
  idle: ({ targetNoise }): IdleOptions => (targetNoise === 0 ? { targetNoiseClip: "targetNoise is 0" } : {}),
  copies: ({ environments }) => environments,
  work: ({ gradientStepsPerStep, batchSize }) => ({
    passes: gradientStepsPerStep * batchSize,
    rows: batchSize,
  }),
  create: ({ settings, ...parts }) => createDeterministicLearner("td3", { ...settings, critics: 2 }, parts),
});
