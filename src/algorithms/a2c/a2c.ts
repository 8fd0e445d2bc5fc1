import { createStateDiscounts, createStepCollector, generalizedAdvantage } from "../../experience/index.ts";
import { mean, multiply, negate, scalarRow, square, subtract } from "../../graph/index.ts";
import {
  type ActorCritic,
  actorCriticLoss,
  type Computing,
  compileDescent,
  createActorCritic,
  defineAlgorithm,
  explainedVariance,
  numbersOf,
  type OptionsOf,
  scheduled,
  standardize,
} from "../../learning/index.ts";
import { stateOf } from "../../state/index.ts";
import { actorObjective } from "./objective.ts";
import { idleOfOptimizer, optimizerFor } from "./optimizer-for.ts";
import { a2cOptions } from "./options.ts";
import { a2cPresets, a2cTuned } from "./presets.ts";

type Settings = OptionsOf<typeof a2cOptions>;
export type A2cOptions = Partial<Settings>;

/**
 * Advantage actor-critic, the synchronous form of A3C (Mnih et al. 2016, https://arxiv.org/abs/1602.01783; Sutton and
 * Barto, 2nd edition, section 13.5): steps all copies n times, and takes one step along
 *
 *     E[ ∇ log π_θ(a_t | s_t) A_t ],    A_t = r_t + γ r_{t+1} + … + γ^m V(s_{t+m}) − V(s_t)
 *
 * while the critic V follows the same returns. s_{t+m} is what follows the last step of the rollout, or the final
 * observation of an episode that was cut off; after a step that terminated there is no V. With λ < 1 the advantage is
 * that of GAE(λ), with λ = 0 the temporal-difference error r_t + γ V(s_{t+1}) − V(s_t).
 *
 * V(s_t) was fitted to earlier rollouts, so as a baseline it does not depend on the actions of this one, and leaves the
 * estimate unbiased. V(s_{t+m}), in the place of the rewards that the rollout does not have, biases it as far as it is wrong.
 *
 * States are not weighted by γᵗ unless `discountStates` says so. Copies go on with their episodes from one rollout into
 * the next, and γᵗ would leave little to learn from: of the 300th step of an episode a twentieth, at γ = 0.99. Without
 * it the estimate is the gradient of no objective (Nota and Thomas 2020), as in every A2C; with it, that of ∇J₁ divided by
 * the mean length of an episode.
 *
 * @example
 * for (const { steps, episodes, policy } of a2c("CartPole-v1", { steps: 200_000, seed: 1 })) {
 *   if (episodes.count > 0) console.log(steps, episodes.meanReturn);
 * }
 */
export const a2c = defineAlgorithm({
  name: "a2c",
  builtIn: true,
  description: "Advantage actor-critic: one step along n-step advantages after each short rollout.",
  options: a2cOptions,
  presets: a2cPresets,
  tuned: a2cTuned,
  functions: { objective: actorObjective },
  check({ environments, rolloutSteps, normalizeAdvantages }) {
    if (!normalizeAdvantages || environments * rolloutSteps > 1) return [];
    return [
      "option normalizeAdvantages is true; it must be false when environments × rolloutSteps is 1, since a single " +
        "advantage has no deviation.",
    ];
  },
  idle: idleOfOptimizer,
  copies: ({ environments }) => environments,
  work: ({ environments, rolloutSteps }) => ({ passes: 1, rows: environments * rolloutSteps }),

  create({ settings, functions, generators, environment, ...parts }) {
    const { environments: count, rolloutSteps: steps, discount, lambda } = settings;
    const copies = environment();
    const actorCritic = createActorCritic([copies], settings, { ...parts, generator: generators.weights });
    const descent = compileA2cDescent(actorCritic, settings, functions.objective, parts);
    const collector = createStepCollector(copies, {
      ...{ ...actorCritic, ...parts, steps, generators: generators.actions, into: descent.rows },
    });
    const discounts = createStateDiscounts({ count, discount, players: copies.players });
    const powers = new Float64Array(count * steps);
    return {
      ...stateOf({ descent, discounts }),
      ...{ ...actorCritic, collector },
      learn(rollout, progress) {
        const { advantages, returns } = descent.rows;
        generalizedAdvantage({ ...rollout, discount, lambda, advantages, returns });
        if (settings.normalizeAdvantages) standardize(advantages);
        if (settings.discountStates) {
          discounts.next(rollout, powers);
          for (let i = 0; i < advantages.length; i++) advantages[i] *= powers[i];
        }
        descent.load(rollout);
        const rates = scheduled(settings, progress);
        descent.set(rates);
        return {
          ...numbersOf(descent.run()),
          explainedVariance: explainedVariance(rollout.values, returns),
          ...rates,
        };
      },
    };
  },
});

/** What the options say of a descent. */
type DescentSettings = Pick<Settings, "environments" | "rolloutSteps" | "maxGradientNorm"> &
  Parameters<typeof optimizerFor>[0] &
  Parameters<typeof actorCriticLoss>[1];

/** One step of the optimizer down the losses on a rollout, at every run. */
export function compileA2cDescent(
  { policy, valueFunction }: ActorCritic,
  settings: DescentSettings,
  objective: typeof actorObjective,
  computing: Computing,
) {
  const { environments, rolloutSteps } = settings;
  return compileDescent(
    {
      rows: { ...policy.rows, ...valueFunction.rows, advantages: scalarRow, returns: scalarRow },
      feed: {
        size: environments * rolloutSteps,
        sequences: { length: rolloutSteps, copies: environments },
      },
      scalars: ["learningRate"],
      parameters: [...policy.parameters, ...valueFunction.parameters],
      optimizer: ({ learningRate }) => optimizerFor(settings, learningRate),
      maxGradientNorm: settings.maxGradientNorm,
      losses({ advantages, returns, ...rows }) {
        const density = policy.density(rows);
        const policyLoss = negate(objective({ logProb: density.logProb(rows.actions), advantages }));
        const errors = subtract(valueFunction.values(rows.observations, rows), returns);
        const valueLoss = multiply(mean(square(errors)), 0.5);
        const entropy = mean(density.entropy());
        return actorCriticLoss({ policyLoss, valueLoss, entropy }, settings);
      },
    },
    computing,
  );
}
