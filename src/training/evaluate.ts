import type { EnvironmentSource } from "../environments/index.ts";
import type { Actor, Policy } from "../policies/index.ts";
import { requireSameSpaces } from "../policies/require-same-spaces.ts";
import { type VectorEnvironment, vectorize } from "../rollout/index.ts";

/** How long to evaluate, and on which episodes. */
export interface EvaluateOptions {
  /** How many episodes to play; default 100. */
  readonly episodes?: number;
  /** Seed of the episodes, a whole number from 0; default 0. No training, of whatever seed, meets the same ones. */
  readonly seed?: number;
  /**
   * Steps after which an episode counts as endless, which is an error: a greedy policy may stay forever in an
   * environment that has no time limit. Default 1,000,000.
   */
  readonly longestEpisode?: number;
}

/** What a policy achieved. */
export interface Evaluation {
  readonly episodes: number;
  /** Mean of the returns (sums of rewards, not discounted). */
  readonly mean: number;
  /** Their standard deviation (that of these episodes: divided by their number). */
  readonly std: number;
  readonly min: number;
  readonly max: number;
  /** The return of every episode, in order. */
  readonly returns: readonly number[];
}

/** Copies of an environment have numbers. Those of training begin at 0; a million is beyond any of them. */
const firstCopy = 1_000_000;

/** How many episodes are played at once. */
const batchSize = 128;

/**
 * Plays episodes with the most probable action at every step, many at once.
 *
 * Episode i is the first one of copy i, so that every episode counts exactly once, whether it is short or long, and
 * the same seed gives the same episodes to every policy.
 *
 * @throws if the environment's spaces are not the policy's, the environment breaks its contract, or an episode does
 *   not end
 */
export function evaluate<Observation, Action>(
  policy: Policy<Observation, Action>,
  environment: EnvironmentSource<Observation, Action>,
  options: EvaluateOptions = {},
): Evaluation {
  const { episodes = 100, seed = 0, longestEpisode = 1_000_000 } = options;
  requireEpisodes("episodes", episodes);
  const count = Math.min(episodes, batchSize);
  const actor = policy.actor(count);
  const returns: number[] = [];
  while (returns.length < episodes) {
    const copies = vectorize(environment as EnvironmentSource, {
      count,
      seed,
      firstCopy: firstCopy + returns.length,
    });
    try {
      requireSameSpaces(policy, copies);
      returns.push(...firstReturns(actor, copies, longestEpisode).slice(0, episodes - returns.length));
    } finally {
      copies.close();
    }
  }
  return summarize(returns);
}

/** @throws if it is no number of episodes to play */
export function requireEpisodes(argument: string, episodes: number): void {
  if (Number.isSafeInteger(episodes) && episodes >= 1) return;
  throw new RangeError(`${argument}: expected a whole number from 1, found ${episodes}.`);
}

/** The return of every copy's first episode. Copies that are done early play on, uncounted, until all are. */
function firstReturns(actor: Actor, copies: VectorEnvironment, longestEpisode: number): number[] {
  const returns = new Array<number>(copies.count);
  const done = new Uint8Array(copies.count);
  let left = copies.count;
  copies.reset(actor.observations);
  for (let step = 1; left > 0; step++) {
    if (step > longestEpisode) {
      throw new Error(
        `${copies.id}: an episode of the evaluation has not ended after ${longestEpisode} steps. ` +
          "Give the environment a time limit (maxEpisodeSteps).",
      );
    }
    if (copies.legalActions) actor.legalActions?.set(copies.legalActions);
    actor.greedy();
    copies.step(actor.actions, actor.observations);
    if (copies.episodesEnded === 0) continue;
    for (let copy = 0; copy < copies.count; copy++) {
      if (done[copy] || !(copies.terminated[copy] || copies.truncated[copy])) continue;
      returns[copy] = copies.episodeReturns[copy];
      done[copy] = 1;
      left--;
    }
  }
  return returns;
}

function summarize(returns: readonly number[]): Evaluation {
  const episodes = returns.length;
  const mean = returns.reduce((sum, x) => sum + x, 0) / episodes;
  const variance = returns.reduce((sum, x) => sum + (x - mean) ** 2, 0) / episodes;
  const [min, max] = [Math.min(...returns), Math.max(...returns)];
  return { episodes, mean, std: Math.sqrt(variance), min, max, returns };
}
