import { createStepCollector, generalizedAdvantage, type Trajectory } from "../../experience/index.ts";
import {
  checkMinibatchSize,
  createActorCritic,
  createValueFit,
  explainedVariance,
  type Functions,
  type LearnerParts,
  type Metrics,
  type OptionsOf,
  requireNoState,
  standardize,
  variableState,
} from "../../learning/index.ts";
import { copyPolicy } from "../../policies/index.ts";
import { stateOf } from "../../state/index.ts";
import { compileNaturalGradient } from "./natural-gradient.ts";
import type { naturalOptions } from "./options.ts";

type Natural = ReturnType<typeof compileNaturalGradient>;
type Settings = OptionsOf<typeof naturalOptions>;

/**
 * What algorithms that follow natural gradients have in common: a learner that collects a rollout, estimates advantages by GAE(λ), moves the policy,
 * and fits the value function to the λ-returns by Adam.
 *
 * @param name of the algorithm
 * @param move one update of the policy; returns what is to be reported of it
 */
export function createNaturalLearner<Own extends Settings, Moved extends Metrics>(
  name: string,
  { settings, generators, environment, ...parts }: LearnerParts<Own, Functions>,
  move: (natural: Natural) => Moved,
) {
  const { environments, rolloutSteps: steps, discount, lambda } = settings;
  const size = environments * steps;
  const copies = environment();
  const actorCritic = createActorCritic([copies], settings, { ...parts, generator: generators.weights });
  const { policy, valueFunction } = actorCritic;
  requireNoState(name, policy, valueFunction);
  const natural = compileNaturalGradient(policy, copyPolicy(policy), { ...settings, size }, parts);
  const valueFit = createValueFit(actorCritic, settings, { ...parts, generator: generators.updates });
  const collector = createStepCollector(copies, {
    ...{ ...actorCritic, ...parts, steps, generators: generators.actions, into: natural.rows },
  });
  return {
    ...stateOf({ policy: variableState(policy.parameters, policy.backend), ...valueFit.parts }),
    ...{ ...actorCritic, collector },
    learn(rollout: Trajectory) {
      const { advantages } = natural.rows;
      const { returns } = valueFit;
      generalizedAdvantage({ ...rollout, discount, lambda, advantages, returns });
      if (settings.normalizeAdvantages) standardize(advantages);
      natural.load(rollout);
      valueFit.load(rollout);
      const moved = move(natural);
      const fitted = valueFit.run(settings.valueLearningRate);
      // Moving may have compiled a program, and with it moved the memory of the rows.
      return {
        ...{ ...moved, ...fitted },
        explainedVariance: explainedVariance(rollout.values, valueFit.returns),
      };
    },
  };
}

/** What is wrong with options that are fine one by one, a sentence each. */
export function checkNatural(settings: Settings): string[] {
  return checkMinibatchSize("valueMinibatchSize", settings.valueMinibatchSize, settings);
}
