import { createReplay, createStepCollector, type TransitionTrajectory } from "../../experience/index.ts";
import {
  type Computing,
  compileDescent,
  createMeans,
  defineAlgorithm,
  gradientSteps,
  type IdleOptions,
  noiseSources,
  type OptionsOf,
  replayProblems,
  scheduled,
  transitionRows,
} from "../../learning/index.ts";
import { adam, polyakAverage } from "../../optimizers/index.ts";
import { stateOf } from "../../state/index.ts";
import { evaluationLosses, improvementLosses } from "./losses.ts";
import { sacOptions } from "./options.ts";
import { sacTuned } from "./presets.ts";
import { createSoftActorCritic, type SoftActorCritic } from "./soft-actor-critic.ts";

type Settings = OptionsOf<typeof sacOptions>;
export type SacOptions = Partial<Settings>;

/**
 * Soft actor-critic (Haarnoja et al. 2018, https://arxiv.org/abs/1812.05905): maximizes the discounted sum of rewards and
 * entropies, Σ γᵗ E[r_t + α H(π(· | s_t))], off-policy, for actions in a box and discrete ones. Every step goes into a replay;
 * each gradient step draws a batch from it, moves two critics towards
 *
 *     y = r + γ (min Q̄(s′, a′) − α log π(a′ | s′)),    a′ ~ π(· | s′)
 *
 * the policy up the gradient of E[min Q(s, a) − α log π(a | s)] through the action, and α so that the entropy becomes that of
 * its target. A step that was cut off bootstraps from its final observation; after one that terminated there is no y but r.
 *
 * Of a box, all is in units of actions between −1 and 1, which are stretched to it: neither the meaning of α nor the entropy
 * depends on its bounds. Of discrete actions, expectations over a and a′ are sums (Christodoulou 2019). Learning begins after
 * `startSteps` steps of the initial policy; until then the metrics are NaN.
 *
 * @example
 * for (const { steps, episodes, policy } of sac("Pendulum-v1", { steps: 20_000, seed: 1 })) {
 *   if (episodes.count > 0) console.log(steps, episodes.meanReturn);
 * }
 */
export const sac = defineAlgorithm({
  name: "sac",
  builtIn: true,
  description:
    "Soft actor-critic: off-policy, with entropy in its objective, for continuous and discrete actions.",
  options: sacOptions,
  tuned: sacTuned,
  check: replayProblems,
  idle: ({ temperature }): IdleOptions =>
    temperature === "auto" ? {} : { targetEntropy: `temperature is ${temperature}, and not learned` },
  copies: ({ environments }) => environments,
  work: ({ gradientStepsPerStep, batchSize }) => ({
    passes: gradientStepsPerStep * batchSize,
    rows: batchSize,
  }),

  create({ settings, generators, environment, ...parts }) {
    const copies = environment();
    const agent = createSoftActorCritic(copies, settings, { ...parts, generator: generators.weights });
    const { policy, networks } = agent;
    const evaluation = compileEvaluation(agent, settings, parts);
    const improvement = compileImprovement(agent, settings, parts);
    const replay = createReplay(transitionRows(policy), settings.replaySize, parts.team.size);
    const generator = generators.updates;
    const collector = createStepCollector(copies, {
      ...{ policy, ...parts, steps: settings.rolloutSteps, keepsNext: true },
      generators: noiseSources("sac", policy, settings, generators.actions),
    });
    return {
      ...stateOf({ evaluation, improvement, replay, generator }),
      ...{ policy, networks, collector },
      learn(trajectory: TransitionTrajectory, progress: number) {
        replay.add(trajectory, trajectory.steps * trajectory.count);
        const rates = scheduled(settings, progress);
        evaluation.set(rates);
        improvement.set(rates);
        const ofCritics = createMeans(evaluation.outputs);
        const ofPolicy = createMeans(improvement.outputs);
        const count = replay.count < Math.max(settings.startSteps, 1) ? 0 : gradientSteps(settings);
        for (let step = 0; step < count; step++) {
          replay.sample(generator, evaluation.rows);
          if (evaluation.rows.nextNoise) generator.fillNormal(evaluation.rows.nextNoise);
          ofCritics.add(evaluation.run());
          improvement.load({ observations: evaluation.rows.observations });
          if (improvement.rows.noise) generator.fillNormal(improvement.rows.noise);
          ofPolicy.add(improvement.run());
        }
        const { gradientNorm: valueGradientNorm, ...evaluated } = ofCritics.values();
        return { ...ofPolicy.values(), ...evaluated, valueGradientNorm, ...rates };
      },
    };
  },
});

/** One step of both critics, at every run. */
export function compileEvaluation(agent: SoftActorCritic, settings: Settings, computing: Computing) {
  const rows = transitionRows(agent.policy);
  return compileDescent(
    {
      rows: { ...rows, ...(agent.noise && { nextNoise: agent.noise }) },
      feed: { size: settings.batchSize },
      scalars: ["learningRate"],
      parameters: agent.critics.parameters,
      optimizer: adam,
      maxGradientNorm: "none",
      losses: (batch) => evaluationLosses(agent, batch, settings.discount),
    },
    computing,
  );
}

/** One step of the policy and the temperature, and of the target copies after the critics, at every run. */
export function compileImprovement(agent: SoftActorCritic, settings: Settings, computing: Computing) {
  const { policy, critics, targets, logTemperature } = agent;
  const { observations } = transitionRows(policy);
  return compileDescent(
    {
      rows: { observations, ...(agent.noise && { noise: agent.noise }) },
      feed: { size: settings.batchSize },
      scalars: ["learningRate"],
      parameters: [...policy.parameters, ...(logTemperature ? [logTemperature] : [])],
      optimizer: adam,
      maxGradientNorm: "none",
      updates: polyakAverage(targets.parameters, critics.parameters, settings.targetRate),
      losses: (batch) => improvementLosses(agent, batch),
    },
    computing,
  );
}
