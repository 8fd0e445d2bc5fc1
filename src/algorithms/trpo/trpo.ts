import { defineAlgorithm, type OptionsOf } from "../../learning/index.ts";
import { checkNatural, createNaturalLearner } from "../natural-policy-gradient/natural-policy.ts";
import { trpoOptions } from "./options.ts";
import { trpoPresets, trpoTuned } from "./presets.ts";

export type TrpoOptions = Partial<OptionsOf<typeof trpoOptions>>;

/**
 * Trust region policy optimization (Schulman et al. 2015, https://arxiv.org/abs/1502.05477): each update solves, to first
 * and second order,
 *
 *     max_θ E[π_θ(a | s) / π_old(a | s) A]    with    E[KL(π_old(· | s) ‖ π_θ(· | s))] ≤ δ
 *
 * by the natural gradient x = F⁻¹ g, scaled to the bound: √(2δ / xᵀFx) x. As both are only approximated, it is then
 * shortened until the surrogate has in fact grown and the divergence is in fact within the bound; if no length will do,
 * the policy stays. At θ_old the gradient g is that of the notes' eq. 11, with A in the place of Q.
 */
export const trpo = defineAlgorithm({
  name: "trpo",
  builtIn: true,
  description:
    "Trust region policy optimization: natural gradient steps within a bound on the KL divergence.",
  options: trpoOptions,
  presets: trpoPresets,
  tuned: trpoTuned,
  check: (settings) => checkNatural(settings),
  copies: ({ environments }) => environments,
  work: ({ environments, rolloutSteps, valueEpochs }) => ({
    passes: valueEpochs,
    rows: environments * rolloutSteps,
  }),

  create({ settings, ...parts }) {
    const { maxKl, lineSearchSteps, lineSearchShrinking } = settings;
    return createNaturalLearner("trpo", { settings, ...parts }, (natural) => {
      const old = natural.remember();
      const { direction, curvature } = natural.naturalGradient();
      const before = natural.evaluateStaying();
      const tried = new Float64Array(old.length);
      let length = curvature > 0 ? Math.sqrt((2 * maxKl) / curvature) : 0;
      for (let step = 1; length > 0 && step <= lineSearchSteps; step++, length *= lineSearchShrinking) {
        for (let i = 0; i < old.length; i++) tried[i] = old[i] + length * direction[i];
        natural.parameters.write(tried);
        const { surrogate, kl, entropy } = natural.evaluate();
        const surrogateGain = surrogate - before.surrogate;
        if (surrogateGain > 0 && kl <= maxKl) return { surrogateGain, kl, entropy, lineSearchSteps: step };
      }
      natural.parameters.write(old);
      return { surrogateGain: 0, kl: 0, entropy: before.entropy, lineSearchSteps: 0 };
    });
  },
});
