import { createStepCollector, generalizedAdvantage, type Trajectory } from "../../experience/index.ts";
import { mean, multiply, scalarRow, square, subtract } from "../../graph/index.ts";
import {
  type ActorCritic,
  type Computing,
  checkMinibatchSize,
  compileDescent,
  createActorCritic,
  createMeans,
  createPermutation,
  explainedVariance,
  type Functions,
  type Learner,
  type LearnerParts,
  type Metrics,
  type OptionsOf,
  ownValueParameters,
  requireNoState,
  standardize,
  variableState,
} from "../../learning/index.ts";
import { adam } from "../../optimizers/index.ts";
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
export function createNaturalLearner<Own extends Settings>(
  name: string,
  { settings, generators, environment, ...parts }: LearnerParts<Own, Functions>,
  move: (natural: Natural) => Metrics,
): Learner {
  const { environments, rolloutSteps: steps, discount, lambda } = settings;
  const size = environments * steps;
  const copies = environment();
  const actorCritic = createActorCritic([copies], settings, { ...parts, generator: generators.weights });
  const { policy, valueFunction } = actorCritic;
  requireNoState(name, policy, valueFunction);
  const natural = compileNaturalGradient(policy, copyPolicy(policy), { ...settings, size }, parts);
  const fit = compileFit(actorCritic, settings, parts);
  const minibatches = createPermutation(size, settings.valueMinibatchSize, generators.updates);
  const collector = createStepCollector(copies, {
    ...{ ...actorCritic, ...parts, steps, generators: generators.actions, into: natural.rows },
  });
  return {
    ...stateOf({ policy: variableState(policy.parameters, policy.backend), fit, minibatches }),
    ...{ ...actorCritic, collector },
    learn(rollout: Trajectory) {
      const { advantages } = natural.rows;
      const { returns } = fit.rows;
      generalizedAdvantage({ ...rollout, discount, lambda, advantages, returns });
      if (settings.normalizeAdvantages) standardize(advantages);
      natural.load(rollout);
      fit.load(rollout);
      const moved = move(natural);
      const means = createMeans(["valueLoss"]);
      for (let epoch = 0; epoch < settings.valueEpochs; epoch++) {
        for (const rows of minibatches.shuffled()) means.add(fit.run(rows));
      }
      // Moving may have compiled a program, and with it moved the memory of the rows.
      return {
        ...{ ...moved, ...means.values() },
        explainedVariance: explainedVariance(rollout.values, fit.rows.returns),
      };
    },
  };
}

/** One step of Adam towards the returns of a minibatch, at every run; it leaves the policy as it is. */
function compileFit(
  actorCritic: ActorCritic,
  { environments, rolloutSteps, valueMinibatchSize, valueLearningRate: learningRate }: Settings,
  computing: Computing,
) {
  const { policy, valueFunction } = actorCritic;
  return compileDescent(
    {
      rows: { observations: policy.rows.observations, returns: scalarRow },
      feed: { size: environments * rolloutSteps, minibatch: valueMinibatchSize },
      parameters: ownValueParameters(actorCritic),
      optimizer: () => adam({ learningRate }),
      maxGradientNorm: "none",
      losses({ observations, returns }) {
        const errors = subtract(valueFunction.values(observations), returns);
        const valueLoss = multiply(mean(square(errors)), 0.5);
        return { loss: valueLoss, valueLoss };
      },
    },
    computing,
  );
}

/** What is wrong with options that are fine one by one, a sentence each. */
export function checkNatural(settings: Settings): string[] {
  return checkMinibatchSize("valueMinibatchSize", settings.valueMinibatchSize, settings);
}
