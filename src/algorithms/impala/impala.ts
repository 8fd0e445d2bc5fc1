import { withPreparation } from "../../experience/collector.ts";
import { createStepCollector, vTrace } from "../../experience/index.ts";
import {
  createActorCritic,
  defineAlgorithm,
  explainedVariance,
  numbersOf,
  type OptionsOf,
  requireNoState,
  scheduled,
} from "../../learning/index.ts";
import { exp } from "../../math/index.ts";
import { stateOf } from "../../state/index.ts";
import { compileA2cDescent } from "../a2c/descent.ts";
import { actorObjective } from "../a2c/objective.ts";
import { idleOfOptimizer } from "../a2c/optimizer-for.ts";
import { createLaggingPolicy } from "./lagging-policy.ts";
import { compileLogProbabilities } from "./log-probabilities.ts";
import { impalaOptions } from "./options.ts";
import { impalaTuned } from "./presets.ts";

type Settings = OptionsOf<typeof impalaOptions>;
export type ImpalaOptions = Partial<Settings>;

/**
 * IMPALA (Espeholt et al. 2018, https://arxiv.org/abs/1802.01561): an actor-critic whose steps come from a policy μ that is
 * behind the one that learns. V-trace corrects for it: with ρ_t = min(ρ̄, π_θ(a_t | s_t) / μ(a_t | s_t)), each update takes one
 * step along
 *
 *     E[ ρ_t ∇ log π_θ(a_t | s_t) (r_t + γ v_{t+1} − V(s_t)) ]
 *
 * and V follows v, the values of π_θ, nearly, by the steps of μ.
 *
 * Where others have actors on many machines, whose lag depends on how fast each is, acting is here a stated number of updates
 * behind, `policyLag`: the same lag for all steps, and so the same weights for the same seed, with any number of workers. With a
 * lag of 0 and λ = 1 it is {@link a2c}; with a smaller λ, V follows the λ-return of A2C, and the policy r_t + γ v_{t+1} − V(s_t).
 *
 * Without ρ̄ the mean of a step is the gradient Σ_s d_μ(s) Σ_a ∇π_θ(a | s) Q(s, a), with the states of μ: off-policy only
 * actions are corrected for, not where they lead.
 *
 * @example
 * for (const { steps, episodes } of impala("CartPole-v1", { steps: 200_000, policyLag: 4, seed: 1 })) {
 *   if (episodes.count > 0) console.log(steps, episodes.meanReturn);
 * }
 */
export const impala = defineAlgorithm({
  name: "impala",
  builtIn: true,
  description:
    "IMPALA: an actor-critic that learns from the steps of an earlier policy, corrected by V-trace.",
  options: impalaOptions,
  tuned: impalaTuned,
  functions: { objective: actorObjective },
  idle: idleOfOptimizer,
  copies: ({ environments }) => environments,
  work: ({ environments, rolloutSteps }) => ({ passes: 1, rows: environments * rolloutSteps }),

  create({ settings, functions, generators, environment, ...parts }) {
    const { environments: count, rolloutSteps: steps, discount, lambda, maxRho, maxC } = settings;
    const copies = environment();
    if (copies.players > 1) {
      throw new TypeError(
        `impala: ${copies.id} is a game of ${copies.players} players; V-trace is for one. Take a2c, ppo, reinforce or self-play.`,
      );
    }
    const actorCritic = createActorCritic([copies], settings, { ...parts, generator: generators.weights });
    const { policy, valueFunction } = actorCritic;
    requireNoState("impala", policy, valueFunction);
    const lagging = createLaggingPolicy(policy, settings.policyLag);
    const descent = compileA2cDescent(actorCritic, settings, functions.objective, parts);
    const logProbabilities = compileLogProbabilities(policy, count * steps, parts);
    const collector = createStepCollector(copies, {
      ...{ policy: lagging.policy, valueFunction, ...parts, steps, generators: generators.actions },
    });
    const ratios = new Float64Array(count * steps);
    return {
      ...stateOf({ descent, lagging }),
      ...{ ...actorCritic, collector: withPreparation(collector, lagging.begin) },
      learn(rollout, progress) {
        const { advantages, returns } = descent.rows;
        const logProbs = logProbabilities(rollout);
        for (let i = 0; i < ratios.length; i++) ratios[i] = exp(logProbs[i] - rollout.logProbs[i]);
        // V is that of now: nothing has changed since the rollout but who acts.
        vTrace({ ...rollout, ratios, discount, lambda, maxRho, maxC, advantages, returns });
        descent.load(rollout);
        const rates = scheduled(settings, progress);
        descent.set(rates);
        const results = numbersOf(descent.run());
        lagging.follow();
        return {
          ...results,
          meanRatio: ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length,
          clippedRatios: ratios.reduce((sum, ratio) => sum + (ratio > maxRho ? 1 : 0), 0) / ratios.length,
          explainedVariance: explainedVariance(rollout.values, returns),
          ...rates,
        };
      },
    };
  },
});
