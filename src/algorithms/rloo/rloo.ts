import { createEpisodeCollector } from "../../experience/index.ts";
import {
  createPolicyFor,
  defineAlgorithm,
  episodesFeed,
  groupReturns,
  numbersOf,
  type OptionsOf,
  requireWholeEpisodes,
  scheduled,
  subtractMeanOfOthers,
  toSteps,
} from "../../learning/index.ts";
import { stateOf } from "../../state/index.ts";
import { compileAscent, scoreObjective } from "../reinforce/descents.ts";
import { rlooOptions } from "./options.ts";

type Settings = OptionsOf<typeof rlooOptions>;
export type RlooOptions = Partial<Settings>;

/**
 * REINFORCE with the leave-one-out baseline of a group (Kool, van Hoof and Welling 2019; Ahmadian et al. 2024,
 * https://arxiv.org/abs/2402.14740). From each of several beginnings it plays a group of n episodes with π_θ, and ascends
 *
 *     ∇J(θ) ≈ mean over episodes i of  (R_i − b_i) Σ_t ∇ log π_θ(a_t | s_t),    b_i = mean of R_j over the other j of the group
 *
 * with the return of the whole episode, R = Σ_t γᵗ r_t. No baseline depends on its own episode, so the estimate is unbiased for
 * the gradient of the start value, with no value function. An episode that a time limit cut off ends there: the objective is that
 * of the limited task.
 */
export const rloo = defineAlgorithm({
  name: "rloo",
  builtIn: true,
  description: "REINFORCE with a leave-one-out baseline: the other episodes of a group that begins alike.",
  options: rlooOptions,
  functions: { objective: scoreObjective },
  check: ({ groupSize }) =>
    groupSize > 1
      ? []
      : ["option groupSize is 1; it must be 2 or more: the baseline is the mean of the others."],
  copies: ({ groupsPerUpdate, groupSize }) => groupsPerUpdate * groupSize,

  create({ settings, functions, generators, environments, ...parts }) {
    const { groupsPerUpdate, groupSize, longestEpisode, sequenceLength } = settings;
    const copies = environments();
    const policy = createPolicyFor(copies, settings, { ...parts, generator: generators.weights });
    const feed = episodesFeed(policy, sequenceLength);
    const ascent = compileAscent(policy, settings, feed, functions.objective, parts);
    const collector = createEpisodeCollector(copies, {
      ...{ policy, ...parts, generators: generators.actions, longestEpisode, groupSize, keepsStates: false },
    });
    return {
      ...stateOf({ ascent }),
      ...{ policy, networks: [policy], collector },
      learn(episodes, progress) {
        requireWholeEpisodes(episodes, policy, sequenceLength);
        const advantages = groupReturns(episodes, settings);
        subtractMeanOfOthers(advantages, groupSize);
        const weights = toSteps(advantages, episodes).map((each) => each / (groupsPerUpdate * groupSize));
        const { steps } = episodes;
        const share = new Float32Array(steps).fill(1 / steps);
        const rates = scheduled(settings, progress);
        ascent.load({ ...episodes, weights, share }, steps);
        ascent.set(rates);
        return { ...numbersOf(ascent.run()), ...rates };
      },
    };
  },
});
