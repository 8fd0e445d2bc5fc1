import { compileScoreGradient } from "../../src/algorithms/score-gradient.ts";
import { meanOfSamePlace } from "../../src/algorithms/self-play/mean-of-same-place.ts";
import type { BackendName } from "../../src/backends/index.ts";
import type { EnvironmentSource } from "../../src/environments/index.ts";
import { discountedReturns, episodeStarts, type GamesTrajectory } from "../../src/experience/index.ts";
import { asValueFunction, goReinforcement } from "../../src/go/index.ts";
import { explainedVariance } from "../../src/learning/index.ts";
import { placeWeights } from "../../src/learning/training/initial-weights.ts";
import type { Policy } from "../../src/policies/index.ts";
import { createGenerator, type Generator } from "../../src/random/index.ts";

/** What is taken from the outcome of a game: nothing, the mean of the other games in the same color, or v(s). */
export const baselines = ["none", "mean", "value"] as const;
export type Baseline = (typeof baselines)[number];

export interface BaselineSettings {
  readonly environment: EnvironmentSource;
  readonly policy: Policy;
  /** As `logpi go value` trains it. */
  readonly valueNetwork: Policy;
  /** Independent estimates of the gradient, 4 or more. */
  readonly batches: number;
  /** Games of each estimate. */
  readonly games: number;
  readonly seed: number;
  readonly backend: BackendName;
}

/** How much a baseline takes from the variance of the gradient. */
export interface BaselineMeasurement {
  readonly batches: number;
  readonly games: number;
  /** Moves of the policy in all games. */
  readonly moves: number;
  /** The share of the variance of the outcomes that the value network foretells: see `explainedVariance`. */
  readonly explainedVariance: number;
  /** The variance of an estimate, summed over the parameters. */
  readonly variance: Readonly<Record<Baseline, number>>;
  /** Of variances, with a bootstrap interval of 95 % over the batches. */
  readonly ratios: readonly VarianceRatio[];
}

export interface VarianceRatio {
  readonly of: Baseline;
  readonly to: Baseline;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Lets a policy play against itself, as a training by reinforcement begins, and estimates the gradient of its outcome from every
 * batch of games with each baseline: from the same games, so that ratios of variances are known well from few batches.
 */
export function measureBaselines(settings: BaselineSettings): BaselineMeasurement {
  const { environment, policy, valueNetwork, batches, games, seed, backend } = settings;
  const learner = goReinforcement.learner(environment, {
    ...{ baseline: "value", architecture: policy.architecture, valueArchitecture: valueNetwork.architecture },
    ...{ gamesPerUpdate: games, seed, backend, matchGames: 0 },
  });
  placeWeights(learner, {
    policy: policy.weights(),
    valueFunction: asValueFunction(valueNetwork).weights(),
  });
  const gradientOf = compileScoreGradient(learner.policy);
  const estimates: Record<Baseline, Float64Array[]> = { none: [], mean: [], value: [] };
  const [foretold, outcomesOfAll]: [number[], number[]] = [[], []];
  try {
    for (let batch = 0; batch < batches; batch++) {
      const played = learner.collector.collect() as GamesTrajectory;
      const { steps, rewards, places, values } = played;
      const starts = episodeStarts(played);
      const outcomes = discountedReturns({ rewards, discount: 1, episodeStarts: starts });
      const taken: Record<Baseline, ArrayLike<number>> = {
        none: new Float64Array(steps),
        mean: meanOfSamePlace(starts, places, outcomes),
        value: values,
      };
      for (const baseline of baselines) {
        const weights = Float64Array.from(outcomes, (outcome, i) => (outcome - taken[baseline][i]) / games);
        estimates[baseline].push(gradientOf(played, weights));
      }
      foretold.push(...values);
      outcomesOfAll.push(...outcomes);
    }
  } finally {
    learner.collector.close();
  }
  const products = mapBaselines((baseline) => productsOf(estimates[baseline]));
  const all = Array.from({ length: batches }, (_, i) => i);
  const pairs = [["mean", "none"] as const, ["value", "none"] as const, ["value", "mean"] as const];
  return {
    ...{ batches, games, moves: foretold.length },
    explainedVariance: explainedVariance(foretold, outcomesOfAll),
    variance: mapBaselines((baseline) => varianceOf(products[baseline], all)),
    ratios: pairs.map(([of, to]) => ({
      ...{ of, to },
      ...ratioOf(products[of], products[to], createGenerator([seed, 1])),
    })),
  };
}

const mapBaselines = <T>(of: (baseline: Baseline) => T) =>
  Object.fromEntries(baselines.map((baseline) => [baseline, of(baseline)])) as Record<Baseline, T>;

/** The products of all pairs of vectors, [count][count], from which variances of any resample follow. */
export function productsOf(vectors: readonly Float64Array[]): Float64Array[] {
  return vectors.map((a) =>
    Float64Array.from(vectors, (b) => a.reduce((sum, each, i) => sum + each * b[i], 0)),
  );
}

/**
 * The trace of the sample covariance of some of the vectors, by their numbers, of which some may come more than once:
 * Σ |g_k − ḡ|² / (n − 1) = (Σ |g_k|² − |Σ g_k|² / n) / (n − 1).
 */
export function varianceOf(products: readonly Float64Array[], chosen: readonly number[]): number {
  const count = chosen.length;
  let own = 0;
  let total = 0;
  for (const i of chosen) {
    own += products[i][i];
    for (const j of chosen) total += products[i][j];
  }
  return (own - total / count) / (count - 1);
}

const resamples = 2000;

/** The ratio of two variances, with the percentiles of its bootstrap, in which both are of the same batches. */
function ratioOf(of: readonly Float64Array[], to: readonly Float64Array[], generator: Generator) {
  const count = of.length;
  const ratio = (chosen: readonly number[]) => varianceOf(of, chosen) / varianceOf(to, chosen);
  const drawn = Array.from({ length: resamples }, () =>
    ratio(Array.from({ length: count }, () => generator.integers(0, count))),
  ).sort((a, b) => a - b);
  const at = (share: number) => drawn[Math.round(share * (resamples - 1))];
  return { value: ratio(Array.from({ length: count }, (_, i) => i)), low: at(0.025), high: at(0.975) };
}
