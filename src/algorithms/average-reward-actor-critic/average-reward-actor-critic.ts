import { createStepCollector, differentialAdvantage } from "../../experience/index.ts";
import {
  createActorCritic,
  defineAlgorithm,
  explainedVariance,
  numbersOf,
  type OptionsOf,
  scheduled,
} from "../../learning/index.ts";
import { arrayState, stateOf } from "../../state/index.ts";
import { compileA2cDescent } from "../a2c/descent.ts";
import { actorObjective } from "../a2c/objective.ts";
import { idleOfOptimizer } from "../a2c/optimizer-for.ts";
import { averageRewardActorCriticOptions } from "./options.ts";
import { averageRewardActorCriticTuned } from "./presets.ts";

type Settings = OptionsOf<typeof averageRewardActorCriticOptions>;
export type AverageRewardActorCriticOptions = Partial<Settings>;

/**
 * Actor-critic for the average reward per step of a task without an end, J_avR (notes, section 2; Sutton and Barto, 2nd
 * edition, section 13.6): after n steps of all copies, one step along
 *
 *     E[ ∇ log π_θ(a_t | s_t) A_t ],    A_t = δ_t + λ δ_{t+1} + …,    δ_t = r_t − g + h(s_{t+1}) − h(s_t)
 *
 * while h, the differential value, follows A_t + h(s_t), and g, the average reward, moves by a share of the mean δ. There is no
 * discount: copies that go on are where the policy leads in the long run, so the mean over their steps is that over the
 * stationary distribution, as equation 11 of the notes has it.
 *
 * An episode that terminates begins anew in the next step, and that is a transition like others: the objective is the average
 * reward of an endless row of episodes. A step that was truncated was cut off, and h of its final observation stands for the
 * rest.
 *
 * @example
 * const mdp = accessControl();
 * for (const { steps, metrics } of averageRewardActorCritic(mdp, { steps: 100_000, architecture: { kind: "tabular" } }))
 *   console.log(steps, metrics.averageReward);
 */
export const averageRewardActorCritic = defineAlgorithm({
  name: "average-reward-actor-critic",
  builtIn: true,
  description:
    "Actor-critic for the average reward of tasks without an end: no discount, differential values.",
  options: averageRewardActorCriticOptions,
  tuned: averageRewardActorCriticTuned,
  functions: { objective: actorObjective },
  idle: idleOfOptimizer,
  copies: ({ environments }) => environments,
  work: ({ environments, rolloutSteps }) => ({ passes: 1, rows: environments * rolloutSteps }),

  create({ settings, functions, generators, environment, ...parts }) {
    const { rolloutSteps: steps, lambda, averageRewardRate } = settings;
    const copies = environment();
    if (copies.players > 1) {
      throw new TypeError(
        `average-reward-actor-critic: ${copies.id} is a game of ${copies.players} players, whose rewards have no common ` +
          "average. Take a2c, ppo, reinforce or self-play.",
      );
    }
    const actorCritic = createActorCritic([copies], settings, { ...parts, generator: generators.weights });
    const descent = compileA2cDescent(actorCritic, settings, functions.objective, parts);
    const collector = createStepCollector(copies, {
      ...{ ...actorCritic, ...parts, steps, generators: generators.actions, into: descent.rows },
    });
    const averageReward = new Float64Array(1);
    return {
      ...stateOf({ descent, averageReward: arrayState(averageReward) }),
      ...{ ...actorCritic, collector },
      learn(rollout, progress) {
        const { advantages, returns } = descent.rows;
        const [before] = averageReward;
        const error = differentialAdvantage({
          ...rollout,
          averageReward: before,
          lambda,
          advantages,
          returns,
        });
        averageReward[0] = before + averageRewardRate * error;
        descent.load(rollout);
        const rates = scheduled(settings, progress);
        descent.set(rates);
        return {
          ...numbersOf(descent.run()),
          averageReward: averageReward[0],
          explainedVariance: explainedVariance(rollout.values, returns),
          ...rates,
        };
      },
    };
  },
});
