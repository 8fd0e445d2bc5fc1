import { withPreparation } from "../../experience/collector.ts";
import { createReplay, createStepCollector, type TransitionTrajectory } from "../../experience/index.ts";
import {
  type Computing,
  compileDescent,
  createMeans,
  gradientSteps,
  type LearnerParts,
  noiseSources,
  type OptionsOf,
  scheduled,
  transitionRows,
} from "../../learning/index.ts";
import { adam, polyakAverage } from "../../optimizers/index.ts";
import { arrayState, stateOf } from "../../state/index.ts";
import {
  createDeterministicActorCritic,
  type DeterministicActorCritic,
} from "./deterministic-actor-critic.ts";
import { type EvaluationSettings, evaluationLosses, improvementLosses } from "./losses.ts";
import type { ddpgOptions } from "./options.ts";

/** The options of DDPG, and by what TD3 differs from it. */
export interface DeterministicSettings extends OptionsOf<typeof ddpgOptions>, EvaluationSettings {
  /** 2 against values that err upwards; 1 in DDPG. */
  readonly critics: number;
  /** Gradient steps of the critics for each step of the policy and the target copies; 1 in DDPG. */
  readonly policyDelay: number;
}

/** Of the actions before learning begins: a third of them are bounds of the box, the others lie all over it. */
const startDeviation = 1;

/**
 * What DDPG and TD3 are: every step, acted with noise around the policy, goes into a replay. A gradient step draws a batch
 * from it, moves the critics towards y, and every `policyDelay`-th time the policy up Q₁ and the target copies after both.
 *
 * @param algorithm its name, for messages
 */
export function createDeterministicLearner(
  algorithm: string,
  settings: DeterministicSettings,
  {
    generators,
    environment,
    ...parts
  }: Omit<LearnerParts<unknown, Record<never, never>>, "settings" | "functions">,
) {
  const copies = environment();
  const { critics, policyDelay, startSteps, explorationNoise } = settings;
  const generator = generators.updates;
  const agent = createDeterministicActorCritic(copies, settings, {
    ...{ algorithm, critics, backend: parts.backend, generator: generators.weights },
  });
  const { policy, networks } = agent;
  const evaluation = compileEvaluation(agent, settings, parts);
  const improvement = compileImprovement(agent, settings, parts);
  const replay = createReplay(transitionRows(policy), settings.replaySize, parts.team.size);
  const collector = createStepCollector(copies, {
    ...{ policy, ...parts, steps: settings.rolloutSteps, keepsNext: true },
    generators: noiseSources(algorithm, policy, settings, generators.actions),
  });
  /** How many gradient steps there were, in all updates. */
  const done = new Float64Array(1);
  const explore = () => agent.explore(replay.count < startSteps ? startDeviation : explorationNoise);
  explore();
  const state = stateOf({ evaluation, improvement, replay, generator, done: arrayState(done) });
  return {
    // The weights that a training is given have a deviation too.
    ...{ policy, networks, collector: withPreparation(collector, explore), save: state.save },
    restore(saved: Parameters<typeof state.restore>[0]) {
      state.restore(saved);
      explore();
    },
    learn(trajectory: TransitionTrajectory, progress: number) {
      replay.add(trajectory, trajectory.steps * trajectory.count);
      explore();
      const rates = scheduled(settings, progress);
      evaluation.set(rates);
      improvement.set(rates);
      const ofCritics = createMeans(evaluation.outputs);
      const ofPolicy = createMeans(improvement.outputs);
      const count = replay.count < Math.max(startSteps, 1) ? 0 : gradientSteps(settings);
      if (done[0] === 0 && count > 0) agent.beginTargets(); // of weights that the training was given, too
      for (let step = 0; step < count; step++) {
        replay.sample(generator, evaluation.rows);
        generator.fillNormal(evaluation.rows.nextNoise);
        ofCritics.add(evaluation.run());
        if (++done[0] % policyDelay !== 0) continue;
        improvement.load({ observations: evaluation.rows.observations });
        ofPolicy.add(improvement.run());
      }
      const { gradientNorm: valueGradientNorm, ...evaluated } = ofCritics.values();
      return { ...ofPolicy.values(), ...evaluated, valueGradientNorm, ...rates };
    },
  };
}

/** One step of the critics, at every run. */
export function compileEvaluation(
  agent: DeterministicActorCritic,
  settings: EvaluationSettings & Pick<DeterministicSettings, "batchSize">,
  computing: Computing,
) {
  const rows = transitionRows(agent.policy);
  return compileDescent(
    {
      rows: { ...rows, nextNoise: rows.actions },
      feed: { size: settings.batchSize },
      scalars: ["learningRate"],
      parameters: agent.critics.parameters,
      optimizer: adam,
      maxGradientNorm: "none",
      losses: (batch) => evaluationLosses(agent, batch, settings),
    },
    computing,
  );
}

/** One step of the policy, and of the target copies after what they follow, at every run. */
export function compileImprovement(
  agent: DeterministicActorCritic,
  settings: Pick<DeterministicSettings, "batchSize" | "targetRate">,
  computing: Computing,
) {
  const { policy, followers } = agent;
  const { observations } = transitionRows(policy);
  return compileDescent(
    {
      rows: { observations },
      feed: { size: settings.batchSize },
      scalars: ["learningRate"],
      parameters: policy.parameters,
      optimizer: adam,
      maxGradientNorm: "none",
      updates: polyakAverage(followers.targets, followers.sources, settings.targetRate),
      losses: (batch) => improvementLosses(agent, batch),
    },
    computing,
  );
}
