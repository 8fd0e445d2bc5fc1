import { createStepCollector, type TransitionTrajectory } from "../../experience/index.ts";
import { type RowType, scalarRow } from "../../graph/index.ts";
import {
  type Computing,
  compileDescent,
  createMeans,
  createPermutation,
  defineAlgorithm,
  type OptionsOf,
  scheduled,
} from "../../learning/index.ts";
import { adam } from "../../optimizers/index.ts";
import { stateOf } from "../../state/index.ts";
import { createReppo, type Reppo } from "./agent.ts";
import { evaluationLosses, improvementLosses } from "./losses.ts";
import { compileNextValues } from "./next-values.ts";
import { reppoOptions, reppoProblems } from "./options.ts";
import { reppoTuned } from "./presets.ts";
import { softReturns } from "./soft-returns.ts";

type Settings = OptionsOf<typeof reppoOptions>;
export type ReppoOptions = Partial<Settings>;

/**
 * Relative entropy pathwise policy optimization (Voelcker et al. 2025, https://arxiv.org/abs/2507.11019): the pathwise gradient of
 * {@link sac}, on-policy. It collects a rollout, computes the returns that the policy of now has with its entropies, by TD(λ), and in
 * several passes of minibatches moves a critic towards them and the policy up
 *
 *     ∇ E_s[ E_{a ~ π}[Q(s, a) − α log π(a | s)] ]   where KL(π_acted ‖ π) < bound, elsewhere down β ∇ KL(π_acted ‖ π)
 *
 * so that no replay, no target copies and no second critic are needed: returns are of the policy itself, and the policy stays
 * where the critic has seen actions. α aims at an entropy and β at the bound. The critic learns histograms of returns, and its
 * features to foretell what comes next; networks have layer normalization. For actions in a box with finite bounds, through which
 * the gradient of Q goes, and for discrete actions, over which the expectation is a sum with a gradient that is exact.
 *
 * @example
 * for (const { steps, episodes } of reppo("Pendulum-v1", { steps: 100_000, seed: 1 })) {
 *   console.log(steps, episodes.meanReturn);
 * }
 */
export const reppo = defineAlgorithm({
  name: "reppo",
  builtIn: true,
  description:
    "Relative entropy pathwise policy optimization: the gradient of E[Q] itself, on-policy, for continuous and discrete actions.",
  options: reppoOptions,
  tuned: reppoTuned,
  check: reppoProblems,
  copies: ({ environments }) => environments,
  work: ({ epochs, minibatchSize }) => ({ passes: 2 * epochs, rows: minibatchSize }),

  create({ settings, generators, environment, ...parts }) {
    const { environments, rolloutSteps, minibatchSize, discount, lambda, epochs } = settings;
    const copies = environment();
    const agent = createReppo(copies, settings, { ...parts, generator: generators.weights });
    const { policy, networks } = agent;
    const evaluation = compileEvaluation(agent, settings, parts);
    const improvement = compileImprovement(agent, settings, parts);
    const valuesOfNext = compileNextValues(agent, minibatchSize, parts.backend);
    const generator = generators.updates;
    const minibatches = createPermutation(environments * rolloutSteps, minibatchSize, generator);
    const collector = createStepCollector(copies, {
      ...{ policy, ...parts, steps: rolloutSteps, generators: generators.actions, keepsNext: true },
    });
    return {
      ...stateOf({ evaluation, improvement, minibatches }),
      ...{ policy, networks, collector },
      learn(rollout: TransitionTrajectory, progress: number) {
        agent.hold();
        const { returns, histograms, nextFeatures } = evaluation.rows;
        const { nextValues, temperature } = valuesOfNext(rollout, generator, nextFeatures);
        const logProbs = rollout.logProbs.map((each) => each + agent.actions.logVolume);
        softReturns({ ...rollout, discount, lambda, temperature, nextValues, logProbs, returns });
        agent.histogram.write(returns, histograms);
        evaluation.load(rollout);
        improvement.load({ observations: rollout.observations });
        const rates = scheduled(settings, progress);
        evaluation.set(rates);
        improvement.set(rates);
        const ofCritic = createMeans(evaluation.outputs);
        const ofPolicy = createMeans(improvement.outputs);
        for (let epoch = 0; epoch < epochs; epoch++) {
          if (improvement.rows.noise) generator.fillNormal(improvement.rows.noise);
          for (const rows of minibatches.shuffled()) {
            ofCritic.add(evaluation.run(rows));
            ofPolicy.add(improvement.run(rows));
          }
        }
        const { gradientNorm: valueGradientNorm, ...evaluated } = ofCritic.values();
        return { ...ofPolicy.values(), ...evaluated, valueGradientNorm, ...rates };
      },
    };
  },
});

/** One step of the critic, at every run. */
export function compileEvaluation(agent: Reppo, settings: Settings, computing: Computing) {
  const { observations, actions } = agent.policy.rows;
  const rowOf = (size: number): RowType<"float"> => ({ shape: [size], dtype: "float", spare: 0 });
  return compileDescent(
    {
      rows: {
        ...{ observations, actions, rewards: scalarRow, terminated: scalarRow },
        ...{ returns: scalarRow, histograms: rowOf(settings.bins), nextFeatures: rowOf(agent.critic.size) },
      },
      feed: { size: settings.environments * settings.rolloutSteps, minibatch: settings.minibatchSize },
      scalars: ["learningRate"],
      parameters: agent.critic.parameters,
      optimizer: adam,
      maxGradientNorm: settings.maxGradientNorm,
      losses: (rows) => evaluationLosses(agent, rows, settings.auxiliaryWeight),
    },
    computing,
  );
}

/** One step of the policy and both multipliers, at every run. */
export function compileImprovement(agent: Reppo, settings: Settings, computing: Computing) {
  const { observations } = agent.policy.rows;
  return compileDescent(
    {
      rows: { observations, ...(agent.noise && { noise: agent.noise }) },
      feed: { size: settings.environments * settings.rolloutSteps, minibatch: settings.minibatchSize },
      scalars: ["learningRate"],
      parameters: [...agent.policy.parameters, ...agent.multipliers],
      optimizer: adam,
      maxGradientNorm: settings.maxGradientNorm,
      losses: (rows) => improvementLosses(agent, rows, settings.klBound),
    },
    computing,
  );
}
