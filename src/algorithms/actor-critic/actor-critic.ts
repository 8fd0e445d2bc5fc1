import { createStateDiscounts, createStepCollector, generalizedAdvantage } from "../../experience/index.ts";
import {
  createMeans,
  defineAlgorithm,
  explainedVariance,
  numbersOf,
  type OptionsOf,
  requireNoState,
  scheduled,
} from "../../learning/index.ts";
import { stateOf } from "../../state/index.ts";
import { actorObjective } from "../a2c/objective.ts";
import { createActionCritic } from "./action-critic.ts";
import { compileEvaluation, compileImprovement } from "./descents.ts";
import { actorCriticOptions } from "./options.ts";
import { actorCriticTuned } from "./presets.ts";

type Settings = OptionsOf<typeof actorCriticOptions>;
export type ActorCriticOptions = Partial<Settings>;

/**
 * The action-value actor-critic, QAC: the policy gradient theorem (notes, eq. 11) with a learned Q in the place of Q^π,
 *
 *     θ ← θ + α mean of  ∇ log π_θ(a_t | s_t) (Q_w(s_t, a_t) − b(s_t))
 *
 * over the steps of a rollout, and a critic Q_w(s, a) = V_v(s) + A_w(s, a) that follows returns. A_w has the mean 0 over the
 * actions of the policy: a network of discrete actions less its mean, or wᵀ∇ log π_θ(a | s), whose features are compatible with
 * the policy. Fitted to Q^π by least squares, the second leaves the gradient exact, however few its weights are (Sutton,
 * McAllester, Singh and Mansour 2000).
 *
 * No reward of the rollout enters the step of the policy: what was done is judged by what the critic learned from earlier
 * rollouts. That is its difference from {@link a2c}, whose returns have the rewards and whose critic is of states alone.
 *
 * As in {@link a2c}, states are not weighted by γᵗ unless `discountStates` says so.
 *
 * @example
 * for (const { steps, episodes, policy } of actorCritic("CartPole-v1", { steps: 200_000, seed: 1 })) {
 *   if (episodes.count > 0) console.log(steps, episodes.meanReturn);
 * }
 */
export const actorCritic = defineAlgorithm({
  name: "actor-critic",
  builtIn: true,
  description: "Action-value actor-critic (QAC): the policy follows a critic that learns Q(s, a).",
  options: actorCriticOptions,
  tuned: actorCriticTuned,
  functions: { objective: actorObjective },
  copies: ({ environments }) => environments,
  work: ({ environments, rolloutSteps, valueUpdates }) => ({
    passes: 1 + valueUpdates,
    rows: environments * rolloutSteps,
  }),

  create({ settings, functions, generators, environment, ...parts }) {
    const { environments: count, rolloutSteps: steps, discount, lambda } = settings;
    const copies = environment();
    const critic = createActionCritic(copies, settings, { ...parts, generator: generators.weights });
    const { policy, valueFunction, networks } = critic;
    requireNoState("actor-critic", policy, valueFunction);
    const improvement = compileImprovement(critic, settings, functions.objective, parts);
    const evaluation = compileEvaluation(critic, settings, parts);
    const collector = createStepCollector(copies, {
      ...{ policy, valueFunction, ...parts, steps, generators: generators.actions },
    });
    const discounts = createStateDiscounts({ count, discount, players: copies.players });
    const [advantages, stateWeights] = [
      new Float64Array(count * steps),
      new Float64Array(count * steps).fill(1),
    ];
    return {
      ...stateOf({ improvement, evaluation, discounts }),
      ...{ policy, networks, collector },
      learn(rollout, progress) {
        const rates = scheduled(settings, progress);
        if (settings.discountStates) discounts.next(rollout, stateWeights);
        improvement.load({ ...rollout, stateWeights });
        improvement.set(rates);
        const improved = numbersOf(improvement.run());

        const { returns } = evaluation.rows;
        generalizedAdvantage({ ...rollout, discount, lambda, advantages, returns });
        evaluation.load(rollout);
        const means = createMeans(evaluation.outputs);
        for (let i = 0; i < settings.valueUpdates; i++) means.add(evaluation.run());
        const { valueLoss, gradientNorm: valueGradientNorm } = means.values();
        return {
          ...{ ...improved, valueLoss, valueGradientNorm },
          explainedVariance: explainedVariance(rollout.values, returns),
          ...rates,
        };
      },
    };
  },
});
