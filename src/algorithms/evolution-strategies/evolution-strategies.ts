import { centeredRanks } from "../../estimators/methods/centered-ranks.ts";
import { atEnds, createEpisodeCollector } from "../../experience/index.ts";
import {
  createPolicyFor,
  defineAlgorithm,
  numbersOf,
  type OptionsOf,
  scheduled,
  standardize,
} from "../../learning/index.ts";
import { maximumOf } from "../../math/extremes.ts";
import { stateOf } from "../../state/index.ts";
import { compileAscent } from "./ascent.ts";
import { createCandidates } from "./candidates.ts";
import { evolutionStrategiesOptions } from "./options.ts";
import { evolutionStrategiesPresets, evolutionStrategiesTuned } from "./presets.ts";

type Settings = OptionsOf<typeof evolutionStrategiesOptions>;
export type EvolutionStrategiesOptions = Partial<Settings>;

/** What stands for returns in the gradient, one for each of at least 2: see the option `shaping`. */
export function shapedReturns(
  returns: Float64Array,
  { shaping }: Pick<Settings, "shaping">,
): Float64Array<ArrayBufferLike> {
  if (shaping === "ranks") return centeredRanks(returns);
  const values = returns.slice();
  if (shaping === "standardized") standardize(values);
  return values;
}

/**
 * Evolution strategies (Salimans et al. 2017, https://arxiv.org/abs/1703.03864): the score-function estimate (notes, eq. 7) over
 * the weights of the policy in place of its actions. It draws policies θ ~ N(μ, σ² I), plays an episode with each, and ascends
 *
 *     ∇_μ E[R(θ)] = E[R(θ) ∇_μ log N(θ; μ, σ² I)] = E[R(θ) ε] / σ,    θ = μ + σ ε
 *
 * with R the sum of an episode's rewards, or its rank among the candidates. The policy takes its most probable action: all that is
 * tried out is in the weights. Nothing is differentiated, neither the policy nor rewards, and the gradient is that of the
 * objective smoothed over σ. The policy of a report is that of μ, while its episodes are those of the candidates.
 *
 * @example
 * for (const { steps, episodes } of evolutionStrategies("CartPole-v1", { steps: 200_000, seed: 1 })) {
 *   console.log(steps, episodes.meanReturn);
 * }
 */
export const evolutionStrategies = defineAlgorithm({
  name: "evolution-strategies",
  builtIn: true,
  description: "Evolution strategies: the score-function estimate over weights, from whole episodes.",
  options: evolutionStrategiesOptions,
  presets: evolutionStrategiesPresets,
  tuned: evolutionStrategiesTuned,
  check: ({ population, antithetic }) =>
    population > 1 && (!antithetic || population % 2 === 0)
      ? []
      : [`option population is ${population}; it must be ${antithetic ? "even, for pairs" : "2 or more"}.`],
  copies: ({ population }) => population,
  work: ({ population }) => ({ shards: population }),

  create({ settings, generators, environments, ...parts }) {
    const { population, longestEpisode, sameBeginnings } = settings;
    const copies = environments();
    const [{ id, players }] = copies;
    if (players > 1) {
      throw new TypeError(
        `evolution-strategies: ${id} is a game of ${players} players, which a candidate would play against itself. Take ` +
          "self-play, or ppo, a2c or reinforce",
      );
    }
    const policy = createPolicyFor(copies, settings, { ...parts, generator: generators.weights });
    const candidates = createCandidates(policy, settings, generators.updates);
    const ascent = compileAscent(candidates.parameters, settings, parts);
    const collector = createEpisodeCollector(copies, {
      ...{ ...parts, generators: generators.actions, longestEpisode, keepsStates: false, greedy: true },
      ...{ policy: candidates.policy, beforeEpisode: candidates.become },
      ...(sameBeginnings && { groupSize: population }),
    });
    const gradient = new Float64Array(candidates.length);
    return {
      ...stateOf({ ascent: ascent.descent, candidates }),
      ...{ policy, networks: [policy], collector },
      learn(episodes, progress) {
        const returns = atEnds(episodes.episodeReturns, episodes);
        const shaped = shapedReturns(returns, settings);
        gradient.fill(0);
        for (let i = 0; i < population; i++) candidates.addScore(i, shaped[i] / population, gradient);
        candidates.next();
        const rates = scheduled(settings, progress);
        ascent.load(gradient);
        ascent.descent.set(rates);
        return { ...numbersOf(ascent.descent.run()), bestReturn: maximumOf(returns), ...rates };
      },
    };
  },
});
