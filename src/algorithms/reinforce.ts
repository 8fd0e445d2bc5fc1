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
  multiply,
  negate,
  square,
  subtract,
  sum,
} from "../graph/index.ts";
import { defaultArchitecture } from "../networks/index.ts";
import { adam, schedules } from "../optimizers/index.ts";
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
  createEpisodesGather,
  discountedReturns,
  discountWeights,
  type Episodes,
  episodeStatistics,
  type Floats,
  vectorizeEach,
} from "../rollout/index.ts";
import type { Importable, Team } from "../team/index.ts";
import { meanOfOthers } from "./baselines.ts";
import { explainedVariance } from "./explained-variance.ts";
import { guardWeights } from "./non-finite-error.ts";
import { type OptionsOf, withDefaults } from "./options.ts";
import { reinforceOptions } from "./reinforce-options.ts";
import type { Report, Training } from "./report.ts";
import { compileShardedDescent } from "./sharded-descent.ts";
import { scaleToDeviation } from "./standardize.ts";
import { asMember, type TrainingParts, teamFor } from "./team-for.ts";
import { collectWarnings, warnOfCollapse, warnOfExtraSteps, warnOfLearningRate } from "./warnings.ts";

export type ReinforceOptions = Partial<OptionsOf<typeof reinforceOptions>>;
type Settings = OptionsOf<typeof reinforceOptions>;

/** What the objective is made of, each [rows]: for some of the steps of all episodes, or all of them. */
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

export interface ReinforceParts extends TrainingParts {
  /** What the policy ascends, a sum over the rows that it gets; default {@link scoreObjective}. */
  readonly objective?: ((terms: ReinforceTerms) => FloatExpression) & Importable;
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
 * @throws Error (from the iteration) when an episode does not end within `longestEpisode` steps
 * @throws NonFiniteError (from the iteration) when a loss or weight is not finite; the last good weights are kept
 */
export function reinforce<Observation, Action>(
  environment: EnvironmentSource<Observation, Action>,
  options: ReinforceOptions = {},
  { objective, workers }: ReinforceParts = {},
): Training<Observation, Action> {
  const settings = withDefaults(reinforceOptions, options, "reinforce");
  const definition = resolveEnvironment(environment);
  const join = teamFor({
    algorithm: "reinforce",
    definition: definition as EnvironmentDefinition,
    options: settings,
    functions: { objective },
    workers,
    most: settings.episodesPerUpdate,
    paying: 1,
  });
  const backend = createBackend(settings.backend);
  return asMember(join, (team) => train(definition, settings, backend, objective ?? scoreObjective, team));
}

function* train<Observation, Action>(
  definition: EnvironmentDefinition<Observation, Action>,
  settings: Settings,
  backend: Backend<Float32Array>,
  objective: NonNullable<ReinforceParts["objective"]>,
  team: Team,
): Generator<Report<Observation, Action>> {
  const { seed, discount, episodesPerUpdate } = settings;
  const [forWeights, forActions] = createGenerator(seed).spawn(2);
  const own = team.share(episodesPerUpdate);
  const warnings = collectWarnings(team);
  const environments = vectorizeEach(definition as EnvironmentDefinition, {
    count: own.count,
    firstCopy: own.start,
    seed,
    warn: warnings.addOfEnvironment,
  });
  const close = (): void => {
    for (const environment of environments) environment.close();
  };
  try {
    const [{ observationSpace }] = environments;
    const masked = environments.some(({ legalActions }) => legalActions !== undefined);

    const architecture = { ...defaultArchitecture, hidden: settings.hidden, activation: settings.activation };
    const options = { architecture, generator: forWeights };
    const policy = createPolicy(environments[0], { ...options, backend, masked });
    const critic =
      settings.baseline === "value"
        ? createCritic(createValueFunction(observationSpace, options), policy, settings, team)
        : undefined;
    const guard = guardWeights(policy.backend, [...policy.parameters, ...(critic?.parameters ?? [])]);
    const ascendOn = compileAscent(policy, settings, objective, team);
    const gather = createEpisodesGather(team, { own, count: episodesPerUpdate });
    warnOfLearningRate(warnings, "learningRate", settings.learningRate);
    if (critic) warnOfLearningRate(warnings, "valueLearningRate", settings.valueLearningRate);

    let update = 0;
    let steps = 0;
    for (const played of collectEpisodes(environments, policy, {
      generators: forActions.spawn(episodesPerUpdate).slice(own.start, own.start + own.count),
      longestEpisode: settings.longestEpisode,
      team,
    })) {
      const episodes = gather(played);
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
      if (settings.normalizeAdvantages) scaleToDeviation(advantages);
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
      warnOfCollapse(warnings, policy.actionSpace, results.entropy[0]);
      warnOfExtraSteps(warnings, settings.steps, steps, `episodesPerUpdate = ${episodesPerUpdate} episodes`);
      // Before the last report, which tells if that failed.
      if (steps >= settings.steps) close();

      yield {
        update,
        steps,
        totalSteps: Math.max(settings.steps, steps),
        episodes: episodeStatistics(episodes.episodeLengths, episodes.episodeReturns),
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
        warnings: warnings.list,
        workers: team.size,
        policy: policy as Policy<Observation, Action>,
      };
      if (steps >= settings.steps) return;
    }
  } finally {
    close();
  }
}

function baselineWithoutCritic(
  { baseline }: Settings,
  episodes: Episodes,
  returns: ArrayLike<number>,
): Float64Array {
  return baseline === "mean" ? meanOfOthers(episodes, returns) : new Float64Array(episodes.steps);
}

/**
 * Programs have static shapes and episodes do not: all steps stand in a line and are cut into shards of this many,
 * and the rows to spare in the last one weigh nothing.
 */
const rowsPerShard = 256;

/** One ascent of the policy along the gradient of the objective. */
function compileAscent(
  policy: Policy,
  settings: Settings,
  objective: NonNullable<ReinforceParts["objective"]>,
  team: Team,
) {
  const observations = input([rowsPerShard, policy.observationSpace.size]);
  const legalActions = policy.masked ? input([rowsPerShard, policy.actionSpace.size]) : undefined;
  const actions = policy.actionInput(rowsPerShard);
  const weights = input([rowsPerShard]);
  const share = input([rowsPerShard]);
  const learningRate = input([]);
  const density = policy.density(observations, legalActions);
  const score = objective({ logProb: density.logProb(actions), weights });
  const entropy = sum(multiply(density.entropy(), share));
  const ascent = compileShardedDescent(
    {
      inputs: {
        ...{ observations, actions, weights, share, learningRate },
        ...(legalActions && { legalActions }),
      },
      loss: negate(add(score, multiply(entropy, settings.entropyWeight))),
      outputs: { objective: score, entropy },
    },
    {
      parameters: policy.parameters,
      optimizer: adam({ learningRate }),
      ...clipping(settings),
      backend: policy.backend,
      team,
    },
  );

  return (episodes: Episodes, weights: Floats, rate: number) => {
    const { inputs, outputs, run } = ascent;
    inputs.learningRate[0] = rate;
    run(shardsOf(episodes), (shard) => {
      placeShard(inputs.observations, episodes.observations, shard);
      placeShard(inputs.actions, episodes.actions, shard);
      placeShard(inputs.weights, weights, shard);
      placeShares(inputs.share, episodes, shard);
      if (inputs.legalActions && episodes.legalActions)
        placeShard(inputs.legalActions, episodes.legalActions, shard, 1);
    });
    return outputs;
  };
}

/** The learned baseline: a value function, and how it follows the returns. */
function createCritic(valueFunction: ValueFunction, policy: Policy, settings: Settings, team: Team) {
  const { backend, observationSpace } = policy;
  const evaluate = createEvaluator(valueFunction, observationSpace.size, rowsPerShard, backend);
  const observations = input([rowsPerShard, observationSpace.size]);
  const returns = input([rowsPerShard]);
  const share = input([rowsPerShard]);
  const errors = square(subtract(valueFunction.values(observations), returns));
  const valueLoss = multiply(sum(multiply(errors, share)), 0.5);
  const descent = compileShardedDescent(
    { inputs: { observations, returns, share }, loss: valueLoss, outputs: { valueLoss } },
    {
      parameters: valueFunction.parameters,
      optimizer: adam({ learningRate: settings.valueLearningRate }),
      ...clipping(settings),
      backend,
      team,
    },
  );

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
    fit(episodes: Episodes, returns: Floats): Float32Array {
      const { inputs, outputs, run } = descent;
      for (let i = 0; i < settings.valueUpdates; i++) {
        run(shardsOf(episodes), (shard) => {
          placeShard(inputs.observations, episodes.observations, shard);
          placeShard(inputs.returns, returns, shard);
          placeShares(inputs.share, episodes, shard);
        });
      }
      return outputs.valueLoss;
    },
  };
}

function clipping({ maxGradientNorm }: Settings) {
  return maxGradientNorm === "none" ? {} : { maxGradientNorm };
}

function shardsOf({ steps }: Episodes): number {
  return Math.ceil(steps / rowsPerShard);
}

/** Writes a shard's rows of an array into an input, and `spare` into the rows that are beyond the last step. */
function placeShard(
  target: Float32Array | Int32Array,
  values: Floats | Int32Array,
  shard: number,
  spare = 0,
): void {
  const from = shard * target.length;
  const rest = values.subarray(from, from + target.length);
  target.set(rest);
  target.fill(spare, rest.length);
}

/** The share of each row in a mean over the steps: 1 over their number, 0 for the rows to spare. */
function placeShares(shares: Float32Array, { steps }: Episodes, shard: number): void {
  const left = steps - shard * rowsPerShard;
  shares.fill(1 / steps, 0, left).fill(0, Math.min(left, rowsPerShard));
}
