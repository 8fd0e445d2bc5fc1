import type { Backend } from "../backends/backend.ts";
import { createBackend } from "../backends/create-backend.ts";
import {
  type EnvironmentDefinition,
  type EnvironmentSource,
  resolveEnvironment,
} from "../environments/index.ts";
import {
  add,
  type Expression,
  type FloatExpression,
  input,
  mean,
  multiply,
  negate,
  square,
  subtract,
} from "../graph/index.ts";
import { adam, type Optimizer, rmsprop, schedules, sgd } from "../optimizers/index.ts";
import type { Policy } from "../policies/index.ts";
import { createGenerator } from "../random/index.ts";
import { createStateDiscounts, episodeStatistics, type Floats, vectorize } from "../rollout/index.ts";
import { alone, type Importable, type Team } from "../team/index.ts";
import { a2cOptions } from "./a2c-options.ts";
import { type ActorCritic, createActorCritic } from "./actor-critic.ts";
import { type AdvantageRollout, collectAdvantages } from "./collect-advantages.ts";
import { explainedVariance } from "./explained-variance.ts";
import { compileMeanDescent } from "./mean-descent.ts";
import { guardWeights } from "./non-finite-error.ts";
import { OptionsError, type OptionsOf, withDefaults } from "./options.ts";
import { payingWorkers } from "./paying-workers.ts";
import type { Report, Training } from "./report.ts";
import { shardsOf } from "./shards-of.ts";
import { standardize } from "./standardize.ts";
import { asMember, type TrainingParts, teamFor } from "./team-for.ts";
import { collectWarnings, warnOfCollapse, warnOfExtraSteps, warnOfLearningRate } from "./warnings.ts";

export type A2cOptions = Partial<OptionsOf<typeof a2cOptions>>;

/** What the objective is made of, each [rows]: for all steps of a rollout, or one of the equal parts of them. */
export interface A2cTerms {
  /** log π_θ(a_t | s_t) of the actions taken. */
  readonly logProb: Expression;
  /** A_t, or γᵗ A_t when states are discounted. */
  readonly advantages: Expression;
}

/**
 * Mean over the rollout of  log π_θ(a_t | s_t) A_t: its gradient is that of the notes' eq. 11, with an estimate of the
 * advantage in the place of Q.
 */
export function actorObjective({ logProb, advantages }: A2cTerms): FloatExpression {
  return mean(multiply(logProb, advantages));
}

export interface A2cParts extends TrainingParts {
  /** What the policy ascends, a mean over the rows that it gets; default {@link actorObjective}. */
  readonly objective?: ((terms: A2cTerms) => FloatExpression) & Importable;
}

/**
 * Advantage actor-critic, the synchronous form of A3C (Mnih et al. 2016, https://arxiv.org/abs/1602.01783; Sutton and
 * Barto, 2nd edition, section 13.5): steps all copies n times, and takes one step along
 *
 *     E[ ∇ log π_θ(a_t | s_t) A_t ],    A_t = r_t + γ r_{t+1} + … + γ^m V(s_{t+m}) − V(s_t)
 *
 * while the critic V follows the same returns. s_{t+m} is what follows the last step of the rollout, or the final
 * observation of an episode that was cut off; after a step that terminated there is no V. With λ < 1 the advantage is
 * that of GAE(λ), with λ = 0 the temporal-difference error r_t + γ V(s_{t+1}) − V(s_t).
 *
 * V was fitted to earlier rollouts, so what is taken from the return sees none of its actions. V in the place of the
 * rewards that the rollout does not have is another matter: it biases the estimate as far as it is wrong.
 *
 * States are not weighted by γᵗ unless `discountStates` says so. Copies go on with their episodes from one rollout into
 * the next, and γᵗ would leave little to learn from: of the 300th step of an episode a twentieth, at γ = 0.99. Without
 * it the estimate is the gradient of no objective (Nota and Thomas 2020), as in every A2C; with it, ∇J₁ over the mean
 * length of an episode.
 *
 * @param environment an id such as "CartPole-v1", or a function that makes a fresh environment at each call
 * @throws OptionsError for unknown options and values out of range
 * @throws Error when the native backend is asked for and cannot be had; it says why, and what to do
 * @throws NonFiniteError (from the iteration) when a loss or weight is not finite; the last good weights are kept
 * @example
 * for (const { steps, episodes, policy } of a2c("CartPole-v1", { steps: 200_000, seed: 1 })) {
 *   if (episodes.count > 0) console.log(steps, episodes.meanReturn);
 * }
 */
export function a2c<Observation, Action>(
  environment: EnvironmentSource<Observation, Action>,
  options: A2cOptions = {},
  { objective, workers }: A2cParts = {},
): Training<Observation, Action> {
  const settings = withDefaults(a2cOptions, options, "a2c");
  requireDeviation(settings);
  const definition = resolveEnvironment(environment);
  const join = teamFor({
    algorithm: "a2c",
    definition: definition as EnvironmentDefinition,
    options: settings,
    functions: { objective },
    workers,
    most: settings.environments,
    paying: payingWorkers({ ...settings, passes: 1, rows: batchSizeOf(settings) }),
  });
  const backend = createBackend(settings.backend);
  return asMember(join, (team) => train(definition, settings, backend, objective ?? actorObjective, team));
}

type Settings = OptionsOf<typeof a2cOptions>;
type Objective = NonNullable<A2cParts["objective"]>;

function* train<Observation, Action>(
  definition: EnvironmentDefinition<Observation, Action>,
  settings: Settings,
  backend: Backend<Float32Array>,
  objective: Objective,
  team: Team,
): Generator<Report<Observation, Action>> {
  const { seed, environments } = settings;
  const [forWeights, forActions] = createGenerator(seed).spawn(2);
  const own = team.share(environments);
  const warnings = collectWarnings(team);
  const environment = vectorize(definition as EnvironmentDefinition, {
    count: own.count,
    firstCopy: own.start,
    seed,
    warn: warnings.addOfEnvironment,
  });
  try {
    const actorCritic = createActorCritic(environment, { ...settings, backend, generator: forWeights });
    const { policy, valueFunction } = actorCritic;
    const guard = guardWeights(policy.backend, [...policy.parameters, ...valueFunction.parameters]);

    const batchSize = batchSizeOf(settings);
    const updates = Math.ceil(settings.steps / batchSize);
    const weigh = createWeighing(settings);
    const step = compileA2cStep(actorCritic, settings, objective, team);
    if (settings.optimizer !== "sgd") warnOfLearningRate(warnings, "learningRate", settings.learningRate);
    warnOfExtraSteps(
      warnings,
      settings.steps,
      updates * batchSize,
      `environments × rolloutSteps = ${environments} × ${settings.rolloutSteps}`,
    );

    let update = 0;
    for (const rollout of collectAdvantages(environment, actorCritic, {
      ...settings,
      ...{ own, generator: forActions, team },
    })) {
      const progress = update / updates;
      update++;
      const learningRate = settings.learningRate * schedules[settings.learningRateSchedule](progress);
      step.run(rollout, weigh(rollout), learningRate);
      const { policyLoss, valueLoss, entropy, gradientNorm } = step.outputs;
      guard.check(step.outputs, update);
      guard.keep(update);
      warnOfCollapse(warnings, policy.actionSpace, entropy[0]);
      // Before the last report, which tells if that failed.
      if (update === updates) environment.close();

      yield {
        update,
        steps: update * batchSize,
        totalSteps: updates * batchSize,
        episodes: episodeStatistics(rollout.episodeLengths, rollout.episodeReturns),
        metrics: {
          policyLoss: policyLoss[0],
          valueLoss: valueLoss[0],
          entropy: entropy[0],
          gradientNorm: gradientNorm[0],
          explainedVariance: explainedVariance(rollout.values, rollout.returns),
          learningRate,
        },
        warnings: warnings.list,
        workers: team.size,
        policy: policy as Policy<Observation, Action>,
      };
      if (update === updates) return;
    }
  } finally {
    environment.close();
  }
}

/**
 * The advantages of one rollout after another as the objective sees them: standardized, and weighted by γᵗ, where the
 * settings say so. The array is used again.
 */
export function createWeighing(settings: Settings): (rollout: AdvantageRollout) => Float32Array {
  const { environments, discount, normalizeAdvantages, discountStates } = settings;
  const advantages = new Float32Array(batchSizeOf(settings));
  const powers = new Float64Array(advantages.length);
  const discountsOf = createStateDiscounts({ count: environments, discount });
  return (rollout) => {
    advantages.set(rollout.advantages);
    if (normalizeAdvantages) standardize(advantages);
    if (discountStates) {
      discountsOf(rollout.episodeLengths, powers);
      for (let i = 0; i < advantages.length; i++) advantages[i] *= powers[i];
    }
    return advantages;
  };
}

/**
 * What is run for a rollout: the losses on all of its steps, and one step of the optimizer. A large rollout is split
 * into shards, whose gradients are averaged.
 */
export function compileA2cStep(
  { policy, valueFunction }: ActorCritic,
  settings: Settings,
  objective: Objective,
  team: Team = alone,
) {
  const { maxGradientNorm } = settings;
  const parameters = [...policy.parameters, ...valueFunction.parameters];
  const batchSize = batchSizeOf(settings);
  const shards = shardsOf(
    batchSize,
    parameters.reduce((sum, { attributes }) => sum + attributes.initial.length, 0),
  );

  const rows = batchSize / shards;
  const observations = input([rows, policy.observationSpace.size]);
  const legalActions = policy.masked ? input([rows, policy.actionSpace.size]) : undefined;
  const actions = policy.actionInput(rows);
  const advantages = input([rows]);
  const returns = input([rows]);
  const learningRate = input([]);

  const density = policy.density(observations, legalActions);
  const policyLoss = negate(objective({ logProb: density.logProb(actions), advantages }));
  const valueLoss = multiply(mean(square(subtract(valueFunction.values(observations), returns))), 0.5);
  const entropy = mean(density.entropy());
  const loss = add(
    subtract(policyLoss, multiply(entropy, settings.entropyWeight)),
    multiply(valueLoss, settings.valueWeight),
  );

  const { inputs, outputs, list, run } = compileMeanDescent(
    {
      inputs: {
        ...{ observations, actions, advantages, returns, learningRate },
        ...(legalActions && { legalActions }),
      },
      loss,
      outputs: { policyLoss, valueLoss, entropy },
    },
    shards,
    {
      parameters,
      optimizer: optimizerFor(settings, learningRate),
      ...(maxGradientNorm !== "none" && { maxGradientNorm }),
      backend: policy.backend,
      team,
    },
  );
  let present: AdvantageRollout;
  let presentAdvantages: Float32Array;
  const load = (shard: number): void => {
    place(inputs.observations, present.observations, shard);
    place(inputs.actions, present.actions, shard);
    place(inputs.advantages, presentAdvantages, shard);
    place(inputs.returns, present.returns, shard);
    if (inputs.legalActions && present.legalActions) place(inputs.legalActions, present.legalActions, shard);
  };
  return {
    outputs,
    list,
    /** @param advantages [steps, environments], as the objective sees them */
    run(rollout: AdvantageRollout, advantages: Float32Array, rate: number): void {
      present = rollout;
      presentAdvantages = advantages;
      inputs.learningRate[0] = rate;
      run(load);
    },
  };
}

function optimizerFor(settings: Settings, learningRate: Expression): Optimizer {
  const { optimizer, optimizerEpsilon: epsilon, rmspropDecay: decay } = settings;
  switch (optimizer) {
    case "rmsprop":
      return rmsprop({ learningRate, epsilon, decay });
    case "adam":
      return adam({ learningRate, epsilon });
    case "sgd":
      return sgd({ learningRate });
  }
}

/** Writes a shard's rows of an array into an input. */
function place(target: Float32Array | Int32Array, values: Floats | Int32Array | Uint8Array, shard: number) {
  const from = shard * target.length;
  for (let i = 0; i < target.length; i++) target[i] = values[from + i];
}

/** The rows of a gradient: every step of a rollout. */
function batchSizeOf({ environments, rolloutSteps }: Settings): number {
  return environments * rolloutSteps;
}

function requireDeviation(settings: Settings): void {
  if (!settings.normalizeAdvantages || batchSizeOf(settings) > 1) return;
  throw new OptionsError([
    "a2c: option normalizeAdvantages is true; it must be false when environments × rolloutSteps is 1, since a single " +
      "advantage has no deviation.",
  ]);
}
