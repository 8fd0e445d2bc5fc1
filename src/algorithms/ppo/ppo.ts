import { createStepCollector, generalizedAdvantage } from "../../experience/index.ts";
import { add, mean, multiply, negate, scalarRow } from "../../graph/index.ts";
import {
  type ActorCritic,
  actorCriticLoss,
  type Computing,
  compileDescent,
  createActorCritic,
  createMeans,
  createPermutation,
  defineAlgorithm,
  explainedVariance,
  type OptionsOf,
  objectiveOf,
  sequencesFor,
  standardized,
} from "../../learning/index.ts";
import { adam } from "../../optimizers/index.ts";
import { stateOf } from "../../state/index.ts";
import { createAdaptiveRates } from "./adaptive-rates.ts";
import { clippedError, clippedSurrogate, movement, type ObjectiveTerms, squaredError } from "./losses.ts";
import { checkPpo, idleInPpo, ppoOptions } from "./options.ts";
import { ppoPresets, ppoTuned } from "./presets.ts";

type Settings = OptionsOf<typeof ppoOptions>;
export type PpoOptions = Partial<Settings>;

/**
 * Proximal policy optimization (Schulman et al. 2017): collects a rollout, estimates advantages by GAE(λ), and
 * ascends a clipped objective over it in several passes of minibatches. As is usual for PPO, states are not weighted
 * by γᵗ: the discount only shortens the horizon of the advantages.
 *
 * @example
 * for (const { steps, episodes, policy } of ppo("CartPole-v1", { steps: 50_000, seed: 1 })) {
 *   console.log(steps, episodes.meanReturn);
 * }
 */
export const ppo = defineAlgorithm({
  name: "ppo",
  builtIn: true,
  description:
    "Proximal policy optimization: a clipped objective, ascended in several passes over each rollout.",
  options: ppoOptions,
  presets: ppoPresets,
  tuned: ppoTuned,
  functions: { objective: clippedSurrogate },
  check: checkPpo,
  idle: idleInPpo,
  copies: ({ environments }) => environments,
  work: ({ epochs, minibatchSize }) => ({ passes: epochs, rows: minibatchSize }),

  create({ settings, functions, generators, environment, ...parts }) {
    const { rolloutSteps: steps, discount, lambda, targetKl } = settings;
    const copies = environment();
    const actorCritic = createActorCritic([copies], settings, { ...parts, generator: generators.weights });
    const descent = compilePpoDescent(actorCritic, settings, functions.objective, parts);
    const collector = createStepCollector(copies, {
      ...{ ...actorCritic, ...parts, steps, generators: generators.actions, into: descent.rows },
    });
    const { choices } = descent;
    const rates = createAdaptiveRates(settings);
    const minibatches = createPermutation(choices.ofBatch, choices.ofRun, generators.updates);
    return {
      ...stateOf({ descent, minibatches, rates }),
      ...{ ...actorCritic, collector },
      learn(rollout, progress) {
        const { advantages, returns } = descent.rows;
        generalizedAdvantage({ ...rollout, discount, lambda, advantages, returns });
        descent.load(rollout);
        descent.set(rates.begin(progress));
        const means = createMeans(descent.outputs);
        passes: for (let epoch = 0; epoch < settings.epochs; epoch++) {
          rates.beginPass();
          for (const rows of minibatches.shuffled()) {
            const [kl] = means.add(descent.run(rows)).approximateKl;
            descent.set(rates.afterStep(kl));
            if (targetKl !== "none" && kl > targetKl) break passes;
          }
        }
        return {
          ...means.values(),
          explainedVariance: explainedVariance(rollout.values, returns),
          learningRate: rates.afterUpdate().learningRate,
        };
      },
    };
  },
});

/** One step of Adam down the losses on a minibatch, at every run. */
export function compilePpoDescent(
  { policy, valueFunction }: ActorCritic,
  settings: Settings,
  objective: typeof clippedSurrogate,
  computing: Computing,
) {
  const { environments, rolloutSteps, minibatchSize: minibatch, maxGradientNorm } = settings;
  return compileDescent(
    {
      rows: {
        ...policy.rows,
        ...valueFunction.rows,
        ...{ logProbs: scalarRow, values: scalarRow, advantages: scalarRow, returns: scalarRow },
      },
      feed: { size: environments * rolloutSteps, minibatch, sequences: sequencesFor(settings) },
      scalars: ["learningRate", "clipRange", "klWeight"],
      parameters: [...policy.parameters, ...valueFunction.parameters],
      optimizer: ({ learningRate }) => adam({ learningRate, epsilon: settings.adamEpsilon }),
      maxGradientNorm,
      losses(rows, { scalars: { clipRange, klWeight }, whole }) {
        const density = policy.density(rows);
        const terms: ObjectiveTerms = {
          logProb: density.logProb(rows.actions),
          oldLogProb: rows.logProbs,
          advantages: settings.normalizeAdvantages
            ? standardized(rows.advantages, whole("advantages"))
            : rows.advantages,
          clipRange,
        };
        const moved = movement(terms);
        const surrogate = negate(objectiveOf(objective, terms));
        const policyLoss =
          settings.klWeight === 0 ? surrogate : add(surrogate, multiply(klWeight, moved.approximateKl));
        const errors = {
          values: valueFunction.values(rows.observations, rows),
          oldValues: rows.values,
          returns: rows.returns,
        };
        const valueLoss = settings.clipValueLoss ? clippedError(errors, clipRange) : squaredError(errors);
        const entropy = mean(density.entropy());
        return { ...actorCriticLoss({ policyLoss, valueLoss, entropy }, settings), ...moved };
      },
    },
    computing,
  );
}
