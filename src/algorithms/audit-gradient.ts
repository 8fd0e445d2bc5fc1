import {
  type EnvironmentDefinition,
  type EnvironmentSource,
  resolveEnvironment,
  vectorizeEach,
} from "../environments/index.ts";
import {
  createEpisodeCollector,
  discountedReturns,
  discountWeights,
  episodeStarts,
  type Trajectory,
} from "../experience/index.ts";
import {
  fraction,
  longestEpisode,
  nonNegativeInteger,
  OptionsError,
  type OptionsOf,
  optionsTable,
  positiveInteger,
  withDefaults,
} from "../learning/index.ts";
import { studentTQuantile } from "../math/special/student-t-quantile.ts";
import type { Policy } from "../policies/index.ts";
import { requirePolicy } from "../policies/require-policy.ts";
import { createGenerator } from "../random/index.ts";
import { alone } from "../workers/index.ts";
import { meanOfOthers } from "./reinforce/mean-of-others.ts";
import { compileScoreGradient } from "./score-gradient.ts";

const auditOptions = optionsTable({
  batches: positiveInteger(20, "independent estimates of the gradient, 4 or more"),
  episodes: positiveInteger(16, "whole episodes of each estimate"),
  longestEpisode,
  discount: fraction(0.99, "discount γ"),
  cosine: fraction(0.9, "the cosine with the true gradient that a batch should reach"),
  seed: nonNegativeInteger(0, "seed of everything that is random"),
});

export type AuditOptions = Partial<OptionsOf<typeof auditOptions>>;

/** A number with bounds that hold it about 95 times in 100: Student's t for so few estimates as there are. */
export interface AuditInterval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** How good the policy gradient is that a batch of episodes gives. */
export interface GradientAudit {
  /** Episodes of one estimate. */
  readonly episodes: number;
  /** The mean of all estimates, by the names of the policy's weights joined one after another: [parameters]. */
  readonly gradient: Float64Array;
  /** |∇J|², without the part that noise adds; it may come out below 0 where there is nothing but noise. */
  readonly squaredNorm: AuditInterval;
  /** The variance of one estimate, summed over the parameters. */
  readonly variance: number;
  /** |∇J| over the root of the variance, of one estimate; 0 where the squared norm is not above 0. */
  readonly signalToNoise: number;
  /** Of two independent estimates. */
  readonly cosine: AuditInterval;
  /**
   * The episodes of an estimate for which |∇J|² / (|∇J|² + variance) is the square of the wanted cosine, which an estimate of
   * many parameters then has with ∇J; Infinity where the signal cannot be told from noise.
   */
  readonly episodesNeeded: AuditInterval;
  /** An observation outside its bounds, a copy that could not be closed; mostly empty. */
  readonly warnings: readonly string[];
}

/**
 * Measures the gradient that REINFORCE would follow from a policy, without changing the policy: the estimate
 *
 *     Σ_t γᵗ ∇ log π_θ(a_t | s_t) (G_t − b_t),
 *
 * with the mean return of the other episodes as b_t, is taken from several independent batches of episodes. With
 * estimates g_i of mean ∇J and total variance v, E[g_i · g_j] = |∇J|², and over a batch n times as large
 * cos² ≈ |∇J|² / (|∇J|² + v/n). An episode that was cut off ends there, without a value of what would have followed. A recurrent
 * policy is differentiated through up to 256 steps at a time.
 *
 * @param environment an id such as "CartPole-v1", or a function that makes a fresh environment at each call
 * @param policy of these spaces: what an algorithm reports, or `loadPolicy` gives
 * @throws OptionsError for unknown options and values out of range
 * @throws RangeError when the environment's spaces are not the policy's
 * @throws Error when an episode does not end within `longestEpisode` steps
 */
export function auditGradient<Observation, Action>(
  environment: EnvironmentSource<Observation, Action>,
  policy: Policy<Observation, Action>,
  options: AuditOptions = {},
): GradientAudit {
  requirePolicy("auditGradient", policy);
  const settings = withDefaults(auditOptions, options, "auditGradient");
  const { batches, episodes, discount, cosine, seed } = settings;
  const problems = [
    ...(batches < 4 ? [`auditGradient: option batches is ${batches}; it must be 4 or more.`] : []),
    ...(cosine === 1 ? ["auditGradient: option cosine is 1; it must be below 1."] : []),
  ];
  if (problems.length > 0) throw new OptionsError(problems);
  const definition = resolveEnvironment(environment) as EnvironmentDefinition;
  const warnings: string[] = [];
  const environments = vectorizeEach(definition, {
    ...{ count: episodes, seed },
    warn: (_, message) => warnings.push(message),
  });
  const estimates: Float64Array[] = [];
  try {
    const gradientOf = compileScoreGradient(policy as Policy);
    const collector = createEpisodeCollector(environments, {
      policy: policy as Policy,
      generators: createGenerator(seed).spawn(episodes),
      own: { start: 0, count: episodes },
      team: alone,
      longestEpisode: settings.longestEpisode,
    });
    while (estimates.length < batches) {
      const played = collector.collect();
      estimates.push(gradientOf(played, weightsOf(played, discount)));
    }
  } finally {
    for (const each of environments) each.close();
  }
  return { ...summarize(estimates, episodes, cosine), warnings };
}

/** γᵗ (G_t − b_t) over the number of episodes. */
function weightsOf(episodes: Trajectory, discount: number): Float64Array {
  const starts = episodeStarts(episodes);
  const { players, movers } = episodes;
  const turns = { players, movers, discount, episodeStarts: starts };
  const returns = discountedReturns({ ...turns, rewards: episodes.rewards });
  const baseline = meanOfOthers(starts, returns);
  const weights = new Float64Array(episodes.steps);
  discountWeights({ ...turns, weights });
  return weights.map((weight, i) => (weight * (returns[i] - baseline[i])) / starts.length);
}

function summarize(
  estimates: readonly Float64Array[],
  episodes: number,
  wanted: number,
): Omit<GradientAudit, "warnings"> {
  const count = estimates.length;
  const mean = estimates[0].map((_, i) => estimates.reduce((sum, each) => sum + each[i], 0) / count);
  const products = estimates.map((a) => estimates.map((b) => dot(a, b)));
  const all = estimates.map((_, i) => i);
  /** The mean product of different estimates, without estimate `left`. */
  const crossProduct = (left?: number) => {
    const kept = all.filter((i) => i !== left);
    const total = kept.reduce(
      (sum, i) => sum + kept.reduce((part, j) => part + (i === j ? 0 : products[i][j]), 0),
      0,
    );
    return total / (kept.length * (kept.length - 1));
  };
  const squared = crossProduct();
  const ownProduct = all.reduce((sum, i) => sum + products[i][i], 0) / count;
  const variance = Math.max(0, ownProduct - squared);
  const half = studentTQuantile(0.05, count - 1) * jackknifeError(all.map(crossProduct));
  const squaredNorm = { value: squared, low: squared - half, high: squared + half };

  const cosines = all
    .filter((i) => i % 2 === 0 && i + 1 < count)
    .map((i) => products[i][i + 1] / Math.sqrt(products[i][i] * products[i + 1][i + 1] || 1));
  const needed = (norm: number) =>
    norm > 0 ? (episodes * variance * wanted ** 2) / (norm * (1 - wanted ** 2)) : Infinity;
  return {
    episodes,
    gradient: mean,
    squaredNorm,
    variance,
    signalToNoise: Math.sqrt(Math.max(0, squared) / (variance || 1)),
    cosine: meanInterval(cosines),
    episodesNeeded: { value: needed(squared), low: needed(squaredNorm.high), high: needed(squaredNorm.low) },
  };
}

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, each, i) => sum + each * b[i], 0);

/** The standard error of a statistic from its values without one of the estimates. */
function jackknifeError(without: readonly number[]): number {
  const mean = without.reduce((a, b) => a + b, 0) / without.length;
  const spread = without.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  return Math.sqrt(((without.length - 1) / without.length) * spread);
}

function meanInterval(values: readonly number[]): AuditInterval {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const spread = values.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  const freedom = values.length - 1;
  const half = studentTQuantile(0.05, freedom) * Math.sqrt(spread / freedom / values.length);
  return { value: mean, low: Math.max(-1, mean - half), high: Math.min(1, mean + half) };
}
