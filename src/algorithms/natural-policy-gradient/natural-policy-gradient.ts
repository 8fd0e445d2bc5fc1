import { defineAlgorithm, type IdleOptions, type OptionsOf } from "../../learning/index.ts";
import { checkNatural, createNaturalLearner } from "./natural-policy.ts";
import { naturalPolicyGradientOptions } from "./options.ts";
import { naturalPolicyGradientTuned } from "./presets.ts";

export type NaturalPolicyGradientOptions = Partial<OptionsOf<typeof naturalPolicyGradientOptions>>;

/**
 * Natural policy gradient (Kakade 2001, https://papers.nips.cc/paper/2073-a-natural-policy-gradient; Rajeswaran et al.
 * 2017): steps along x = F⁻¹ ∇J, the direction in which the objective grows fastest for a small change of the policy
 * itself, where F is the Fisher information of the policy (the covariance of the score of the notes' eq. 7).
 *
 * A step leads to a KL divergence of about ½ α² xᵀ F x: it is scaled so that this is `maxKl`, or is a fixed `learningRate`
 * times x. As in PPO and A2C, states are not weighted by γᵗ.
 */
export const naturalPolicyGradient = defineAlgorithm({
  name: "natural-policy-gradient",
  builtIn: true,
  description: "Natural policy gradient: steps along the gradient in the geometry of the policy itself.",
  options: naturalPolicyGradientOptions,
  tuned: naturalPolicyGradientTuned,
  check: (settings) => checkNatural(settings),
  idle: ({ maxKl }): IdleOptions =>
    maxKl === "none" ? {} : { learningRate: `maxKl is ${maxKl}, and says the length of a step` },
  copies: ({ environments }) => environments,
  work: ({ environments, rolloutSteps, valueEpochs }) => ({
    passes: valueEpochs,
    rows: environments * rolloutSteps,
  }),

  create({ settings, ...parts }) {
    const { maxKl, learningRate } = settings;
    return createNaturalLearner("natural-policy-gradient", { settings, ...parts }, (natural) => {
      const weights = natural.remember();
      const { direction, curvature } = natural.naturalGradient();
      const stepSize = maxKl === "none" ? learningRate : Math.sqrt((2 * maxKl) / curvature);
      const before = natural.evaluateStaying();
      if (curvature > 0) {
        for (let i = 0; i < weights.length; i++) weights[i] += stepSize * direction[i];
        natural.parameters.write(weights);
      }
      const { surrogate, kl, entropy } = natural.evaluateStaying();
      return { surrogateGain: surrogate - before.surrogate, kl, entropy };
    });
  },
});
