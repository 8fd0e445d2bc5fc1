import { createEpisodeCollector, episodeStarts, type Trajectory } from "../../experience/index.ts";
import {
  createMeans,
  createPolicyFor,
  defineAlgorithm,
  episodesFeed,
  groupReturns,
  type IdleOptions,
  type OptionsOf,
  requireWholeEpisodes,
  scheduled,
  standardize,
  subtractMeanOfOthers,
  toSteps,
} from "../../learning/index.ts";
import { stateOf } from "../../state/index.ts";
import { compileAscent, groupObjective } from "./ascent.ts";
import { grpoOptions } from "./options.ts";
import { grpoPresets } from "./presets.ts";
import { createReference } from "./reference.ts";

type Settings = OptionsOf<typeof grpoOptions>;
export type GrpoOptions = Partial<Settings>;

/**
 * The advantages of episodes: by form "grpo" the return less its mean in the group, over its standard deviation there (n − 1 as
 * divisor); by "dr-grpo" not
 * divided, which is RLOO's advantage times (n − 1)/n.
 *
 * @param returns [players, episodes], changed in place
 */
export function groupAdvantages(
  returns: Float64Array,
  { form, groupSize }: Pick<Settings, "form" | "groupSize">,
): Float64Array {
  if (form === "dr-grpo") {
    subtractMeanOfOthers(returns, groupSize);
    return returns.map((each) => (each * (groupSize - 1)) / groupSize);
  }
  for (let start = 0; start < returns.length; start += groupSize) {
    standardize(returns.subarray(start, start + groupSize));
  }
  return returns;
}

/** How much each step counts: by form "grpo" one over the steps of its episode, by "dr-grpo" 1, over the number of episodes. */
export function groupWeights(episodes: Trajectory, { form }: Pick<Settings, "form">): Float64Array {
  const starts = episodeStarts(episodes);
  const count = starts.length;
  const weights = new Float64Array(episodes.steps).fill(1 / count);
  if (form === "dr-grpo") return weights;
  starts.forEach((start, i) => {
    const end = starts[i + 1] ?? episodes.steps;
    weights.fill(1 / (count * (end - start)), start, end);
  });
  return weights;
}

/**
 * Group relative policy optimization (Shao et al. 2024, https://arxiv.org/abs/2402.03300): from each of several beginnings it
 * plays a group of n episodes with π_old = π_θ, and ascends
 *
 *     mean over episodes i of  1/|i| Σ_t min(r_t A_i, clip(r_t, 1 − ε, 1 + ε) A_i) − β KL,    A_i = (R_i − mean R) / deviation R
 *
 * with r = π_θ / π_old, R = Σ_t γᵗ r_t and β the weight of the KL divergence from the policy that the training began with. There
 * is no value function. Dividing by the deviation of a group counts beginnings that are nearly always, or hardly ever, solved
 * more than others, and dividing by |i| steps of short episodes more than those of long ones: the gradient is then not that of
 * the expected return. `form: "dr-grpo"` (Liu et al. 2025, https://arxiv.org/abs/2503.20783) has neither.
 */
export const grpo = defineAlgorithm({
  name: "grpo",
  builtIn: true,
  description: "Group relative policy optimization: PPO's objective with advantages relative to a group.",
  options: grpoOptions,
  presets: grpoPresets,
  functions: { objective: groupObjective },
  check: ({ groupSize }) =>
    groupSize > 1
      ? []
      : ["option groupSize is 1; it must be 2 or more: advantages are relative to the others."],
  idle: ({ epochs }): IdleOptions =>
    epochs === 1 ? { clipRange: "epochs is 1, and the ratio of the only step is 1" } : {},
  copies: ({ groupsPerUpdate, groupSize }) => groupsPerUpdate * groupSize,

  create({ settings, functions, generators, environments, ...parts }) {
    const { groupSize, longestEpisode, sequenceLength, epochs } = settings;
    const copies = environments();
    const policy = createPolicyFor(copies, settings, { ...parts, generator: generators.weights });
    const reference = settings.klWeight > 0 ? createReference(policy) : undefined;
    const feed = episodesFeed(policy, sequenceLength);
    const ascent = compileAscent(policy, reference?.policy, settings, feed, functions.objective, parts);
    const collector = createEpisodeCollector(copies, {
      ...{ policy, ...parts, generators: generators.actions, longestEpisode, groupSize, keepsStates: false },
    });
    return {
      ...stateOf({ ascent, ...(reference && { reference }) }),
      ...{ policy, networks: [policy], collector },
      learn(episodes, progress) {
        reference?.begin();
        requireWholeEpisodes(episodes, policy, sequenceLength);
        const { steps } = episodes;
        const returns = groupReturns(episodes, settings);
        const advantages = toSteps(groupAdvantages(returns, settings), episodes);
        const weights = groupWeights(episodes, settings);
        const share = new Float32Array(steps).fill(1 / steps);
        const rates = scheduled(settings, progress);
        ascent.load({ ...episodes, advantages, weights, share }, steps);
        ascent.set(rates);
        const means = createMeans(ascent.outputs);
        for (let epoch = 0; epoch < epochs; epoch++) means.add(ascent.run());
        return { ...means.values(), ...rates };
      },
    };
  },
});
