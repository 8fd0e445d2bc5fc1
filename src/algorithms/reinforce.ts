import { type Backend, createBackend } from "../backends/index.ts";
import {
  type EnvironmentDefinition,
  type EnvironmentSource,
  resolveEnvironment,
} from "../environments/index.ts";
import {
  add,
  compile,
  type Expression,
  type FloatExpression,
  input,
  multiply,
  square,
  subtract,
  sum,
} from "../graph/index.ts";
import { defaultArchitecture } from "../networks/index.ts";
import { adam, ascend, descend, type Optimizer, schedules } from "../optimizers/index.ts";
import {
  createEvaluator,
  createPolicy,
  createValueFunction,
  type Policy,
  type ValueFunction,
} from "../policies/index.ts";
import { createGenerator } from "../random/index.ts";
import {
  collectEpisodes,
  discountedReturns,
  discountWeights,
  type Episodes,
  vectorize,
} from "../rollout/index.ts";
import { meanOfOthers } from "./baselines.ts";
import { explainedVariance } from "./explained-variance.ts";
import { guardWeights } from "./non-finite-error.ts";
import { type OptionsOf, withDefaults } from "./options.ts";
import { reinforceOptions } from "./reinforce-options.ts";
import type { Report, Training } from "./report.ts";

export type ReinforceOptions = Partial<OptionsOf<typeof reinforceOptions>>;
type Settings = OptionsOf<typeof reinforceOptions>;

/** What the objective is made of, each [steps of all episodes]. */
export interface ReinforceTerms {
  /** log π_θ(a_t | s_t). */
  readonly logProb: Expression;
  /** γᵗ (G_t − b_t), over the number of episodes. */
  readonly weights: Expression;
}

/**
 * Σ log π_θ(a_t | s_t) · γᵗ (G_t − b_t), over the number of episodes: its gradient is the score-function estimate of
 * ∇J₁ (notes, eq. 10 and 11, with the return in the place of Q).
 */
export function scoreObjective({ logProb, weights }: ReinforceTerms): FloatExpression {
  return sum(multiply(logProb, weights));
}

export interface ReinforceParts {
  /** What the policy ascends; default {@link scoreObjective}. */
  readonly objective?: (terms: ReinforceTerms) => FloatExpression;
}

/**
 * REINFORCE (Williams 1992): plays whole episodes with π_θ and ascends
 *
 *     ∇J(θ) = E[ Σ_t γᵗ ∇ log π_θ(a_t | s_t) (G_t − b_t) ]
 *
 * The baseline b_t never sees the episode that it is taken from: it is 0, the mean of the other episodes, or a value
 * function that was fitted to earlier ones. An episode that a time limit cut off bootstraps from the value of its
 * final observation when there is a value function; without one its return ends there.
 *
 * @param environment an id such as "CartPole-v1", or a function that makes a fresh environment at each call
 * @throws OptionsError for unknown options and values out of range
 * @throws Error when the native backend is asked for and cannot be had; it says why, and what to do
 * @throws NonFiniteError (from the iteration) when a loss or weight is not finite; the last good weights are kept
 */
export function reinforce<Observation, Action>(
  environment: EnvironmentSource<Observation, Action>,
  options: ReinforceOptions = {},
  { objective = scoreObjective }: ReinforceParts = {},
): Training<Observation, Action> {
  const settings = withDefaults(reinforceOptions, options, "reinforce");
  return train(resolveEnvironment(environment), settings, createBackend(settings.backend), objective);
}

function* train<Observation, Action>(
  definition: EnvironmentDefinition<Observation, Action>,
  settings: Settings,
  backend: Backend<Float32Array>,
  objective: NonNullable<ReinforceParts["objective"]>,
): Generator<Report<Observation, Action>> {
  const { seed, discount, episodesPerUpdate } = settings;
  const [forWeights, forActions] = createGenerator(seed).spawn(2);
  const environments = Array.from({ length: episodesPerUpdate }, (_, firstCopy) =>
    vectorize(definition as EnvironmentDefinition, { count: 1, seed, firstCopy }),
  );
  const [{ observationSpace, legalActions }] = environments;

  const architecture = { ...defaultArchitecture, hidden: settings.hidden, activation: settings.activation };
  const options = { architecture, generator: forWeights };
  const policy = createPolicy(environments[0], { ...options, backend, masked: legalActions !== undefined });
  const critic =
    settings.baseline === "value"
      ? createCritic(createValueFunction(observationSpace, options), policy, settings)
      : undefined;
  const guard = guardWeights(policy.backend, [...policy.parameters, ...(critic?.parameters ?? [])]);
  const ascendOn = compileAscent(policy, settings, objective);

  try {
    let update = 0;
    let steps = 0;
    for (const episodes of collectEpisodes(environments, policy, { generator: forActions })) {
      const progress = Math.min(steps / settings.steps, 1);
      update++;
      steps += episodes.steps;
      const { rewards, starts: episodeStarts } = episodes;
      const finalValues = critic?.finalValues(episodes);
      const returns = discountedReturns({
        rewards,
        discount,
        episodeStarts,
        ...(finalValues && { finalValues }),
      });
      const baseline = critic ? critic.values(episodes) : baselineWithoutCritic(settings, episodes, returns);

      const advantages = returns.map((value, i) => value - baseline[i]);
      if (settings.normalizeAdvantages) scaleToUnit(advantages);
      const weights = advantages.map((advantage) => advantage / episodesPerUpdate);
      if (settings.discountStates) {
        const powers = discountWeights({
          discount,
          episodeStarts,
          weights: new Float64Array(episodes.steps),
        });
        for (let i = 0; i < weights.length; i++) weights[i] *= powers[i];
      }

      const learningRate = settings.learningRate * schedules[settings.learningRateSchedule](progress);
      const results = ascendOn(episodes, weights, learningRate);
      guard.check(results, update);
      const valueLoss = critic?.fit(episodes, returns);
      if (valueLoss) guard.check({ valueLoss }, update);
      guard.keep(update);

      yield {
        update,
        steps,
        totalSteps: Math.max(settings.steps, steps),
        episodes: episodes.statistics,
        metrics: {
          objective: results.objective[0],
          entropy: results.entropy[0],
          gradientNorm: results.gradientNorm[0],
          ...(valueLoss && {
            valueLoss: valueLoss[0],
            explainedVariance: explainedVariance(baseline, returns),
          }),
          learningRate,
        },
        policy: policy as Policy<Observation, Action>,
      };
      if (steps >= settings.steps) return;
    }
  } finally {
    for (const environment of environments) environment.close();
  }
}

function baselineWithoutCritic(
  { baseline }: Settings,
  episodes: Episodes,
  returns: ArrayLike<number>,
): Float64Array {
  return baseline === "mean" ? meanOfOthers(episodes, returns) : new Float64Array(episodes.steps);
}

/** Divides by the standard deviation; the mean is the baseline's business. */
function scaleToUnit(advantages: Float64Array | Float32Array): void {
  const size = advantages.length;
  let mean = 0;
  for (const value of advantages) mean += value / size;
  let variance = 0;
  for (const value of advantages) variance += ((value - mean) * (value - mean)) / size;
  const deviation = Math.sqrt(variance) + 1e-8;
  for (let i = 0; i < size; i++) advantages[i] /= deviation;
}

/** Smaller batches all use one program. */
const fewestRows = 64;

/**
 * Programs have static shapes and episodes do not: rows are rounded up to the next power of two, one program is
 * compiled for each such size that turns up, and the rows to spare weigh nothing.
 */
function bySize<Program>(compileFor: (rows: number) => Program): (rows: number) => Program {
  const programs = new Map<number, Program>();
  return (rows) => {
    const size = 1 << (32 - Math.clz32(Math.max(rows, fewestRows) - 1));
    const program = programs.get(size) ?? compileFor(size);
    programs.set(size, program);
    return program;
  };
}

/** One ascent of the policy along the gradient of the objective. */
function compileAscent(
  policy: Policy,
  settings: Settings,
  objective: NonNullable<ReinforceParts["objective"]>,
) {
  const learningRate = input([]);
  const optimizer = adam({ learningRate });
  const programs = bySize((rows) => {
    const observations = input([rows, policy.observationSpace.size]);
    const legalActions = policy.masked ? input([rows, policy.actionSpace.size]) : undefined;
    const actions = policy.actionInput(rows);
    const weights = input([rows]);
    const share = input([rows]);
    const density = policy.density(observations, legalActions);
    const score = objective({ logProb: density.logProb(actions), weights });
    const entropy = sum(multiply(density.entropy(), share));
    const { updates, gradientNorm } = ascend(
      add(score, multiply(entropy, settings.entropyWeight)),
      policy.parameters,
      optimizer,
      clipping(settings),
    );
    return compile(
      {
        inputs: {
          observations,
          actions,
          weights,
          share,
          learningRate,
          ...(legalActions && { legalActions }),
        },
        outputs: { objective: score, entropy, gradientNorm },
        updates,
      },
      policy.backend,
    );
  });

  return (episodes: Episodes, weights: ArrayLike<number>, rate: number) => {
    const program = programs(episodes.steps);
    const { inputs } = program;
    place(inputs.observations, episodes.observations);
    place(inputs.actions, episodes.actions);
    place(inputs.weights, weights);
    placeShares(inputs.share, episodes.steps);
    if (inputs.legalActions) {
      inputs.legalActions.fill(1);
      if (episodes.legalActions) inputs.legalActions.set(episodes.legalActions);
    }
    inputs.learningRate[0] = rate;
    program.run();
    return program.outputs;
  };
}

/** The learned baseline: a value function, and how it follows the returns. */
function createCritic(valueFunction: ValueFunction, policy: Policy, settings: Settings) {
  const { backend, observationSpace } = policy;
  const evaluate = createEvaluator(valueFunction, observationSpace.size, 256, backend);
  const optimizer = adam({ learningRate: settings.valueLearningRate });
  const programs = bySize((rows) => compileFit(valueFunction, policy, optimizer, rows, settings));
  return {
    parameters: valueFunction.parameters,

    /** V(s_t) of every step. */
    values(episodes: Episodes): Float32Array {
      const values = new Float32Array(episodes.steps);
      evaluate(episodes.observations, episodes.steps, values);
      return values;
    },

    /** V of the final observation of each truncated episode; 0 for those that terminated. */
    finalValues(episodes: Episodes): Float32Array {
      const values = new Float32Array(episodes.truncated.length);
      evaluate(episodes.finalObservations, values.length, values);
      return values.map((value, i) => (episodes.truncated[i] ? value : 0));
    },

    /** Moves V towards the returns; the loss before the last step. */
    fit(episodes: Episodes, returns: ArrayLike<number>): Float32Array {
      const { inputs, outputs, run } = programs(episodes.steps);
      place(inputs.observations, episodes.observations);
      place(inputs.returns, returns);
      placeShares(inputs.share, episodes.steps);
      for (let i = 0; i < settings.valueUpdates; i++) run();
      return outputs.valueLoss;
    },
  };
}

function compileFit(
  valueFunction: ValueFunction,
  { backend, observationSpace }: Policy,
  optimizer: Optimizer,
  rows: number,
  settings: Settings,
) {
  const observations = input([rows, observationSpace.size]);
  const returns = input([rows]);
  const share = input([rows]);
  const errors = square(subtract(valueFunction.values(observations), returns));
  const valueLoss = multiply(sum(multiply(errors, share)), 0.5);
  const { updates } = descend(valueLoss, valueFunction.parameters, optimizer, clipping(settings));
  return compile({ inputs: { observations, returns, share }, outputs: { valueLoss }, updates }, backend);
}

function clipping({ maxGradientNorm }: Settings) {
  return maxGradientNorm === "none" ? {} : { maxGradientNorm };
}

/** The share of each row in a mean over the steps: 1 over their number, 0 at the rows to spare. */
function placeShares(shares: Float32Array, steps: number): void {
  shares.fill(1 / steps, 0, steps).fill(0, steps);
}

/** Writes values at the start of an input, and zeros into the rest. */
function place(target: Float32Array | Int32Array, values: ArrayLike<number>): void {
  target.set(values);
  target.fill(0, values.length);
}
