import {
  atEnds,
  createEpisodeCollector,
  discountedReturns,
  discountWeights,
  episodeStarts,
  turnsOf,
} from "../../experience/index.ts";
import {
  createActorCritic,
  createMeans,
  defineAlgorithm,
  explainedVariance,
  numbersOf,
  type OptionsOf,
  scaleToDeviation,
  scheduled,
} from "../../learning/index.ts";
import { stateOf } from "../../state/index.ts";
import { compileAscent, compileFit, rowsPerShard, scoreObjective } from "./descents.ts";
import { meanOfOthers } from "./mean-of-others.ts";
import { idleCritic, reinforceOptions } from "./options.ts";
import { reinforceTuned } from "./presets.ts";

type Settings = OptionsOf<typeof reinforceOptions>;
export type ReinforceOptions = Partial<Settings>;

/**
 * REINFORCE (Williams 1992): plays whole episodes with π_θ and ascends
 *
 *     ∇J(θ) = E[ Σ_t γᵗ ∇ log π_θ(a_t | s_t) (G_t − b_t) ]
 *
 * The baseline b_t does not depend on the episode from whose return it is subtracted, so it adds no bias: it is 0, the
 * mean of the other episodes, or a value function that was fitted to earlier ones. An episode that a time limit cut off bootstraps from the value of its
 * final observation when there is a value function; without one its return ends there.
 */
export const reinforce = defineAlgorithm({
  name: "reinforce",
  builtIn: true,
  description: "REINFORCE: the score-function estimate from whole episodes, with a baseline.",
  options: reinforceOptions,
  tuned: reinforceTuned,
  functions: { objective: scoreObjective },
  check: ({ sequenceLength }) =>
    rowsPerShard % sequenceLength === 0
      ? []
      : [`option sequenceLength is ${sequenceLength}; it must divide ${rowsPerShard}.`],
  idle: ({ baseline }) => idleCritic(baseline),
  copies: ({ episodesPerUpdate }) => episodesPerUpdate,

  create({ settings, functions, generators, environments, ...parts }) {
    const { discount, episodesPerUpdate, longestEpisode } = settings;
    const copies = environments();
    const actorCritic = createActorCritic(copies, settings, { ...parts, generator: generators.weights });
    const { policy, valueFunction } = actorCritic;
    const hasCritic = settings.baseline === "value";
    const { sequenceLength } = settings;
    const feed = { rowsPerShard, sequenceLength };
    const ascent = compileAscent(policy, settings, feed, functions.objective, parts);
    const fit = hasCritic ? compileFit(actorCritic, settings, parts) : undefined;
    const collector = createEpisodeCollector(copies, {
      ...{ policy, ...parts, generators: generators.actions, longestEpisode },
      ...(hasCritic && { valueFunction }),
    });
    return {
      ...stateOf({ ascent, ...(fit && { fit }) }),
      ...{ policy, networks: hasCritic ? [policy, valueFunction] : [policy], collector },
      learn(episodes, progress) {
        const { steps, rewards, values } = episodes;
        const starts = episodeStarts(episodes);
        const finalValues = atEnds(episodes.finalValues, episodes);
        const { players, movers, finalMovers } = turnsOf(episodes);
        const turns = { players, movers, episodeStarts: starts };
        const returns = discountedReturns({ ...turns, finalMovers, rewards, discount, finalValues });
        const baseline = settings.baseline === "mean" ? meanOfOthers(starts, returns) : values;

        const advantages = returns.map((value, i) => value - baseline[i]);
        if (settings.normalizeAdvantages) scaleToDeviation(advantages);
        const weights = advantages.map((advantage) => advantage / episodesPerUpdate);
        if (settings.discountStates) {
          const powers = discountWeights({ ...turns, discount, weights: new Float64Array(steps) });
          for (let i = 0; i < steps; i++) weights[i] *= powers[i];
        }

        const share = new Float32Array(steps).fill(1 / steps);
        const rates = scheduled(settings, progress);
        ascent.load({ ...episodes, weights, share }, steps);
        ascent.set(rates);
        const results = numbersOf(ascent.run());
        if (!fit) return { ...results, ...rates };
        fit.load({ ...episodes, returns, share }, steps);
        const means = createMeans(["valueLoss"]);
        for (let i = 0; i < settings.valueUpdates; i++) means.add(fit.run());
        return {
          ...{ ...results, ...means.values() },
          explainedVariance: explainedVariance(baseline, returns),
          ...rates,
        };
      },
    };
  },
});
