import { type EnvironmentSource, type VectorEnvironment, vectorize } from "../environments/index.ts";
import { endlessEpisode } from "../experience/endless-episode.ts";
import { maximumOf, minimumOf } from "../math/extremes.ts";
import type { Actor, Policy } from "../policies/index.ts";
import { requireFittingEnvironment } from "../policies/require-fitting-environment.ts";
import { knownOptions } from "../text/known-options.ts";
import { valueInText } from "../text/value-in-text.ts";

/** How long to evaluate, and on which episodes. */
export interface EvaluateOptions {
  /** How many episodes to play; default 100. */
  readonly episodes?: number;
  /** Seed of the episodes, a whole number from 0; default 0. No training, of whatever seed, meets the same ones. */
  readonly seed?: number;
  /**
   * How many copies of the environment play at once, each one episode after another; default 1. Any number gives the
   * same returns.
   */
  readonly environments?: number;
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
  /** An observation outside its bounds, a copy that could not be closed; mostly empty. */
  readonly warnings: readonly string[];
}

/** Copies of an environment have numbers. Those of training begin at 0; a million is beyond any of them. */
const firstCopy = 1_000_000;

/**
 * Plays episodes with the most probable action at every step.
 *
 * Episode i begins with a seed of its own, the one of copy i, so that every episode counts exactly once, whether it is
 * short or long, and the same seed gives the same episodes to every policy.
 *
 * @throws if an option is unknown or out of range, the environment's spaces are not the policy's, the environment breaks
 *   its contract, or an episode does not end
 */
export function evaluate<Observation, Action>(
  policy: Policy<Observation, Action>,
  environment: EnvironmentSource<Observation, Action>,
  options: EvaluateOptions = {},
): Evaluation {
  const names = ["episodes", "seed", "environments", "longestEpisode"] as const;
  knownOptions("evaluate", options, names);
  const { episodes = 100, seed = 0, environments = 1, longestEpisode = 1_000_000 } = options;
  requireCount("episodes", episodes);
  requireCount("environments", environments);
  requireCount("longestEpisode", longestEpisode);
  const count = Math.min(episodes, environments);
  const warnings: string[] = [];
  const copies = vectorize(environment as EnvironmentSource, {
    ...{ count, seed, firstCopy },
    warn: (_, message) => warnings.push(message),
  });
  const returns = new Float64Array(episodes);
  try {
    requireFittingEnvironment(policy, copies);
    const actor = policy.actor(count);
    for (let played = 0; played < episodes; played += count) {
      const next = returns.subarray(played, played + count);
      playEpisodes(actor, copies, { firstCopy: firstCopy + played, longestEpisode }, next);
    }
  } finally {
    copies.close();
  }
  return { ...summarize(returns), warnings };
}

/** @throws if it is no number of episodes to play, or of copies */
export function requireCount(argument: string, count: number): void {
  if (Number.isSafeInteger(count) && count >= 1) return;
  throw new RangeError(`${argument}: expected a whole number from 1, found ${valueInText(count)}.`);
}

/**
 * Writes the return of an episode of each of the first copies. Those that are done early play on, uncounted, until all
 * are.
 */
function playEpisodes(
  actor: Actor,
  copies: VectorEnvironment,
  { firstCopy, longestEpisode }: { readonly firstCopy: number; readonly longestEpisode: number },
  returns: Float64Array,
): void {
  const done = new Uint8Array(returns.length);
  let left = returns.length;
  copies.reset(actor.observations, firstCopy);
  for (let step = 1; left > 0; step++) {
    if (step > longestEpisode) {
      throw endlessEpisode(copies.id, "an episode of the evaluation", longestEpisode);
    }
    if (copies.legalActions) actor.legalActions?.set(copies.legalActions);
    actor.greedy();
    copies.step(actor.actions, actor.observations);
    if (copies.episodesEnded === 0) continue;
    for (let copy = 0; copy < returns.length; copy++) {
      if (done[copy] || !(copies.terminated[copy] || copies.truncated[copy])) continue;
      returns[copy] = copies.episodeReturns[copy];
      done[copy] = 1;
      left--;
    }
  }
}

function summarize(returns: Float64Array): Omit<Evaluation, "warnings"> {
  const episodes = returns.length;
  const mean = returns.reduce((sum, x) => sum + x, 0) / episodes;
  const variance = returns.reduce((sum, x) => sum + (x - mean) ** 2, 0) / episodes;
  const [min, max] = [minimumOf(returns), maximumOf(returns)];
  return { episodes, mean, std: Math.sqrt(variance), min, max, returns: Array.from(returns) };
}
