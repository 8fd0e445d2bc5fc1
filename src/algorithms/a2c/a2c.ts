import { createStateDiscounts, createStepCollector, generalizedAdvantage } from "../../experience/index.ts";
import { mean, multiply, negate, scalarRow, square, subtract } from "../../graph/index.ts";
import {
  type ActorCritic,
  actorCriticLoss,
  type Computing,
  checkMinibatchSize,
  compileDescent,
  createActorCritic,
  createValueFit,
  defineAlgorithm,
  explainedVariance,
  type IdleOptions,
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
 * With `valueEpochs` the critic takes passes of its own over each rollout after the policy's step, as in the "vanilla policy
 * gradient" of OpenAI's Spinning Up (Achiam 2018, https://spinningup.openai.com): the policy still takes one step.
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
  check(settings) {
    const { environments, rolloutSteps, normalizeAdvantages, valueEpochs, valueMinibatchSize } = settings;
    const wrong =
      valueEpochs > 0 ? checkMinibatchSize("valueMinibatchSize", valueMinibatchSize, settings) : [];
    if (normalizeAdvantages && environments * rolloutSteps === 1)
      wrong.push(
        "option normalizeAdvantages is true; it must be false when environments × rolloutSteps is 1, since a single " +
          "advantage has no deviation.",
      );
    return wrong;
  },
  idle: (settings) => ({ ...idleOfOptimizer(settings), ...idleOfValueFit(settings) }),
  copies: ({ environments }) => environments,
  work: ({ environments, rolloutSteps, valueEpochs }) => ({
    passes: 1 + valueEpochs,
    rows: environments * rolloutSteps,
  }),

  create({ settings, functions, generators, environment, ...parts }) {
    const { environments: count, rolloutSteps: steps, discount, lambda } = settings;
    const copies = environment();
    const actorCritic = createActorCritic([copies], settings, { ...parts, generator: generators.weights });
    const fits = settings.valueEpochs > 0;
    if (fits) requireNoStateToFit(actorCritic, settings);
    const together = { ...settings, valueWeight: fits ? 0 : settings.valueWeight };
    const descent = compileA2cDescent(actorCritic, together, functions.objective, parts);
    const valueFit = fits
      ? createValueFit(actorCritic, settings, { ...parts, generator: generators.updates })
      : undefined;
    const collector = createStepCollector(copies, {
      ...{ ...actorCritic, ...parts, steps, generators: generators.actions, into: descent.rows },
    });
    const discounts = createStateDiscounts({ count, discount, players: copies.players });
    const powers = new Float64Array(count * steps);
    return {
      ...stateOf({ descent, discounts, ...valueFit?.parts }),
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
        valueFit?.returns.set(returns);
        valueFit?.load(rollout);
        const rates = scheduled(settings, progress);
        descent.set(rates);
        return {
          ...numbersOf(descent.run()),
          ...valueFit?.run((settings.valueLearningRate * rates.learningRate) / settings.learningRate),
          explainedVariance: explainedVariance(rollout.values, returns),
          ...rates,
        };
      },
    };
  },
});

/** Options that have no use, as the value function is learned in the one way or the other. */
function idleOfValueFit({ valueEpochs }: Settings): IdleOptions {
  return valueEpochs > 0
    ? { valueWeight: `valueEpochs is ${valueEpochs}: the value function has steps of its own` }
    : { valueLearningRate: "valueEpochs is 0", valueMinibatchSize: "valueEpochs is 0" };
}

/** @throws TypeError when one of the networks is recurrent: the passes take steps of a rollout in random order */
function requireNoStateToFit({ policy, valueFunction }: ActorCritic, { valueEpochs }: Settings): void {
  if (policy.stateSize === 0 && valueFunction.stateSize === 0) return;
  throw new TypeError(
    `a2c: the architecture is recurrent, and option valueEpochs is ${valueEpochs}; it must be 0 then, since its passes take ` +
      "single steps in random order",
  );
}

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
