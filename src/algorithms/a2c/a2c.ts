import { createStateDiscounts, createStepCollector, generalizedAdvantage } from "../../experience/index.ts";
import {
  type ActorCritic,
  checkMinibatchSize,
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
import { compileA2cDescent } from "./descent.ts";
import { actorObjective } from "./objective.ts";
import { idleOfOptimizer } from "./optimizer-for.ts";
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
    const valueFit = ownFit(actorCritic, settings, { ...parts, generator: generators.updates });
    const valueWeight = valueFit ? 0 : settings.valueWeight;
    const descent = compileA2cDescent(actorCritic, { ...settings, valueWeight }, functions.objective, parts);
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

/**
 * What fits the value function, where it does not take the policy's step.
 *
 * @throws TypeError when one of the networks is recurrent: the passes take steps of a rollout in random order
 */
function ownFit(
  actorCritic: ActorCritic,
  settings: Settings,
  parts: Parameters<typeof createValueFit>[2],
): ReturnType<typeof createValueFit> | undefined {
  const { valueEpochs } = settings;
  if (valueEpochs === 0) return undefined;
  const { policy, valueFunction } = actorCritic;
  if (policy.stateSize === 0 && valueFunction.stateSize === 0)
    return createValueFit(actorCritic, settings, parts);
  throw new TypeError(
    `a2c: the architecture is recurrent, and option valueEpochs is ${valueEpochs}; it must be 0 then, since its passes take ` +
      "single steps in random order",
  );
}
