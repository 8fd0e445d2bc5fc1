import type { Backend } from "../backends/backend.ts";
import { createBackend } from "../backends/create-backend.ts";
import {
  type EnvironmentDefinition,
  type EnvironmentSource,
  resolveEnvironment,
} from "../environments/index.ts";
import {
  abs,
  add,
  clamp,
  type Expression,
  exp,
  type FloatExpression,
  gatherRows,
  input,
  inputIndices,
  less,
  maximum,
  mean,
  minimum,
  multiply,
  negate,
  square,
  subtract,
} from "../graph/index.ts";
import { adam, schedules } from "../optimizers/index.ts";
import type { Policy, ValueFunction } from "../policies/index.ts";
import { createGenerator } from "../random/index.ts";
import { episodeStatistics, vectorize } from "../rollout/index.ts";
import { alone, type Importable, type Team } from "../team/index.ts";
import { createActorCritic } from "./actor-critic.ts";
import { type AdvantageRollout, collectAdvantages } from "./collect-advantages.ts";
import { explainedVariance } from "./explained-variance.ts";
import { createMeans } from "./means.ts";
import { compileMinibatchDescent } from "./minibatch-descent.ts";
import { guardWeights } from "./non-finite-error.ts";
import { OptionsError, type OptionsOf, withDefaults } from "./options.ts";
import { payingWorkers } from "./paying-workers.ts";
import { ppoOptions } from "./ppo-options.ts";
import type { Report, Training } from "./report.ts";
import { shardsOf } from "./shards-of.ts";
import { standardized } from "./standardize.ts";
import { asMember, type TrainingParts, teamFor } from "./team-for.ts";
import { collectWarnings, warnOfCollapse, warnOfExtraSteps, warnOfLearningRate } from "./warnings.ts";

export type PpoOptions = Partial<OptionsOf<typeof ppoOptions>>;

/**
 * What an objective is made of: expressions for one minibatch, or for one of the equal parts that it is split into;
 * each [rows] unless said otherwise.
 */
export interface ObjectiveTerms {
  /** log π_θ(a | s) of the actions taken. */
  readonly logProb: Expression;
  /** The same under the policy that took them. */
  readonly oldLogProb: Expression;
  readonly advantages: Expression;
  /** ε, a scalar. */
  readonly clipRange: Expression;
}

/**
 * Mean over the minibatch of  min(r A, clip(r, 1 − ε, 1 + ε) A)  with r = π_θ(a | s) / π_old(a | s)
 * (Schulman et al. 2017, https://arxiv.org/abs/1707.06347, eq. 7). At r = 1 its gradient is that of the notes'
 * eq. 11, with A in the place of Q.
 */
export function clippedSurrogate({
  logProb,
  oldLogProb,
  advantages,
  clipRange,
}: ObjectiveTerms): FloatExpression {
  const ratio = exp(subtract(logProb, oldLogProb));
  const clipped = clamp(ratio, subtract(1, clipRange), add(1, clipRange));
  return mean(minimum(multiply(ratio, advantages), multiply(clipped, advantages)));
}

export interface PpoParts extends TrainingParts {
  /** What the policy ascends, a mean over the rows that it gets; default {@link clippedSurrogate}. */
  readonly objective?: ((terms: ObjectiveTerms) => FloatExpression) & Importable;
}

/**
 * Proximal policy optimization (Schulman et al. 2017): collects a rollout, estimates advantages by GAE(λ), and
 * ascends a clipped objective over it in several passes of minibatches. As is usual for PPO, states are not weighted
 * by γᵗ: the discount only shortens the horizon of the advantages.
 *
 * @param environment an id such as "CartPole-v1", or a function that makes a fresh environment at each call
 * @throws OptionsError for unknown options and values out of range
 * @throws Error when the native backend is asked for and cannot be had; it says why, and what to do
 * @throws NonFiniteError (from the iteration) when a loss or weight is not finite; the last good weights are kept
 * @example
 * for (const { steps, episodes, policy } of ppo("CartPole-v1", { steps: 50_000, seed: 1 })) {
 *   console.log(steps, episodes.meanReturn);
 * }
 */
export function ppo<Observation, Action>(
  environment: EnvironmentSource<Observation, Action>,
  options: PpoOptions = {},
  { objective, workers }: PpoParts = {},
): Training<Observation, Action> {
  const settings = withDefaults(ppoOptions, options, "ppo");
  requireMinibatches(settings);
  const definition = resolveEnvironment(environment);
  const join = teamFor({
    algorithm: "ppo",
    definition: definition as EnvironmentDefinition,
    options: settings,
    functions: { objective },
    workers,
    most: settings.environments,
    paying: payingWorkers({ ...settings, passes: settings.epochs, rows: settings.minibatchSize }),
  });
  const backend = createBackend(settings.backend);
  return asMember(join, (team) => train(definition, settings, backend, objective ?? clippedSurrogate, team));
}

type Settings = OptionsOf<typeof ppoOptions>;
type Objective = NonNullable<PpoParts["objective"]>;

function* train<Observation, Action>(
  definition: EnvironmentDefinition<Observation, Action>,
  settings: Settings,
  backend: Backend<Float32Array>,
  objective: Objective,
  team: Team,
): Generator<Report<Observation, Action>> {
  const { seed, environments, rolloutSteps, learningRate, clipRange } = settings;
  const [forWeights, forActions, forMinibatches] = createGenerator(seed).spawn(3);
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

    const batchSize = environments * rolloutSteps;
    const updates = Math.ceil(settings.steps / batchSize);
    const step = compilePpoStep(policy, valueFunction, settings, objective, team);
    const order = Int32Array.from({ length: batchSize }, (_, index) => index);
    const minibatches = partsOf(order, settings.minibatchSize);
    warnOfLearningRate(warnings, "learningRate", learningRate);
    warnOfExtraSteps(
      warnings,
      settings.steps,
      updates * batchSize,
      `environments × rolloutSteps = ${environments} × ${rolloutSteps}`,
    );

    let update = 0;
    for (const rollout of collectAdvantages(environment, actorCritic, {
      ...settings,
      ...{ own, generator: forActions, team },
    })) {
      const progress = update / updates;
      update++;
      load(step.inputs, rollout);
      step.inputs.learningRate[0] = learningRate * schedules[settings.learningRateSchedule](progress);
      step.inputs.clipRange[0] = clipRange * schedules[settings.clipRangeSchedule](progress);
      const means = createMeans(step.outputs);
      passes: for (let epoch = 0; epoch < settings.epochs; epoch++) {
        forMinibatches.shuffle(order);
        for (const minibatch of minibatches) {
          step.inputs.indices.set(minibatch);
          step.run();
          guard.check(step.outputs, update);
          means.add(step.outputs);
          if (settings.targetKl !== "none" && step.outputs.approximateKl[0] > settings.targetKl) break passes;
        }
      }
      guard.keep(update);
      warnOfCollapse(warnings, policy.actionSpace, step.outputs.entropy[0]);
      // Before the last report, which tells if that failed.
      if (update === updates) environment.close();

      yield {
        update,
        steps: update * batchSize,
        totalSteps: updates * batchSize,
        episodes: episodeStatistics(rollout.episodeLengths, rollout.episodeReturns),
        metrics: {
          ...means.values(),
          explainedVariance: explainedVariance(rollout.values, rollout.returns),
          learningRate: step.inputs.learningRate[0],
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
 * What is run for one minibatch: rows `indices` of the rollout, the losses on them, one step of Adam. A large
 * minibatch is split into shards, whose gradients are averaged.
 */
export function compilePpoStep(
  policy: Policy,
  valueFunction: ValueFunction,
  settings: Settings,
  objective: Objective,
  team: Team = alone,
) {
  const { minibatchSize, maxGradientNorm, adamEpsilon: epsilon } = settings;
  const parameters = [...policy.parameters, ...valueFunction.parameters];
  const shards = shardsOf(
    minibatchSize,
    parameters.reduce((sum, { attributes }) => sum + attributes.initial.length, 0),
  );

  const size = settings.environments * settings.rolloutSteps;
  const legalActions = policy.masked ? input([size, policy.actionSpace.size]) : undefined;
  const rollout = {
    observations: input([size, policy.observationSpace.size]),
    actions: policy.actionInput(size),
    oldLogProbs: input([size]),
    oldValues: input([size]),
    advantages: input([size]),
    returns: input([size]),
  };
  const indices = inputIndices([minibatchSize]);
  const rows = shards === 1 ? indices : inputIndices([minibatchSize / shards]);
  const learningRate = input([]);
  const clipRange = input([]);
  const pick = (values: Expression) => gatherRows(values, rows);

  const observations = pick(rollout.observations);
  const density = policy.density(observations, legalActions && pick(legalActions));
  const advantages = pick(rollout.advantages);
  const terms: ObjectiveTerms = {
    logProb: density.logProb(pick(rollout.actions)),
    oldLogProb: pick(rollout.oldLogProbs),
    advantages: settings.normalizeAdvantages
      ? standardized(advantages, gatherRows(rollout.advantages, indices))
      : advantages,
    clipRange,
  };
  const policyLoss = negate(objective(terms));
  const errors = {
    values: valueFunction.values(observations),
    oldValues: pick(rollout.oldValues),
    returns: pick(rollout.returns),
  };
  const valueLoss = settings.clipValueLoss ? clippedError(errors, clipRange) : squaredError(errors);
  const entropy = mean(density.entropy());
  const loss = add(
    subtract(policyLoss, multiply(entropy, settings.entropyWeight)),
    multiply(valueLoss, settings.valueWeight),
  );

  return compileMinibatchDescent(
    {
      inputs: { ...rollout, ...(legalActions && { legalActions }), indices, learningRate, clipRange },
      indices,
      rows,
      loss,
      outputs: { policyLoss, valueLoss, entropy, ...movement(terms) },
    },
    {
      parameters,
      optimizer: adam({ learningRate, epsilon }),
      ...(maxGradientNorm !== "none" && { maxGradientNorm }),
      backend: policy.backend,
      team,
    },
  );
}

interface ValueErrors {
  readonly values: Expression;
  readonly oldValues: Expression;
  readonly returns: Expression;
}

/** ½ E[(V − G)²]. */
function squaredError({ values, returns }: ValueErrors): FloatExpression {
  return multiply(mean(square(subtract(values, returns))), 0.5);
}

/** ½ E[max((V − G)², (V_clipped − G)²)], where V_clipped stays within the clip range of the rollout's values. */
function clippedError({ values, oldValues, returns }: ValueErrors, clipRange: Expression): FloatExpression {
  const moved = clamp(subtract(values, oldValues), negate(clipRange), clipRange);
  const clipped = square(subtract(add(oldValues, moved), returns));
  return multiply(mean(maximum(square(subtract(values, returns)), clipped)), 0.5);
}

/** How far the policy has moved: an estimate of KL(π_old ‖ π) (Schulman 2020), and the share of clipped ratios. */
function movement({ logProb, oldLogProb, clipRange }: ObjectiveTerms) {
  const logRatio = subtract(logProb, oldLogProb);
  const change = subtract(exp(logRatio), 1);
  return {
    approximateKl: mean(subtract(change, logRatio)),
    clipFraction: mean(less(clipRange, abs(change))),
  };
}

/** Writes a rollout into the program's inputs. */
function load(inputs: ReturnType<typeof compilePpoStep>["inputs"], rollout: AdvantageRollout): void {
  inputs.observations.set(rollout.observations);
  inputs.actions.set(rollout.actions);
  inputs.oldLogProbs.set(rollout.logProbs);
  inputs.oldValues.set(rollout.values);
  inputs.advantages.set(rollout.advantages);
  inputs.returns.set(rollout.returns);
  if (rollout.legalActions) inputs.legalActions?.set(rollout.legalActions);
}

/** Views of an array, in pieces of equal length. */
function partsOf(array: Int32Array, length: number): Int32Array[] {
  return Array.from({ length: array.length / length }, (_, part) =>
    array.subarray(part * length, (part + 1) * length),
  );
}

function requireMinibatches(settings: Settings): void {
  const { environments, rolloutSteps, minibatchSize, normalizeAdvantages } = settings;
  if (minibatchSize === 1 && normalizeAdvantages) {
    throw new OptionsError([
      "ppo: option minibatchSize is 1; it must be 2 or more where normalizeAdvantages is true, since a single advantage " +
        "has no deviation.",
    ]);
  }
  const size = environments * rolloutSteps;
  if (size % minibatchSize === 0) return;
  throw new OptionsError([
    `ppo: option minibatchSize is ${minibatchSize}; it must divide environments × rolloutSteps, ` +
      `${environments} × ${rolloutSteps} = ${size}.`,
  ]);
}
