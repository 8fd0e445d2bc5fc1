import {
  type EnvironmentSource,
  type EpisodeInfo,
  type ResetOptions,
  type VectorEnvironment,
  vectorize,
} from "../../environments/index.ts";
import type { Actor, Policy } from "../../policies/index.ts";
import { requireFittingEnvironment } from "../../policies/require-fitting-environment.ts";
import { requirePolicy } from "../../policies/require-policy.ts";
import { createGenerator } from "../../random/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { requireFlag } from "../../text/require-flag.ts";
import { requireInteger } from "../../text/require-number.ts";
import { endlessEpisode } from "../endless-episode.ts";
import { actionSeed, firstCopy } from "./episode-seeds.ts";
import { type Evaluation, summarize } from "./evaluation.ts";
import { borrowActor, returnActor } from "./idle-actors.ts";

/** How to evaluate, how long, and on which episodes. */
export interface EvaluateOptions {
  /** How many episodes to play; default 100. */
  readonly episodes?: number;
  /** Seed of the episodes, a whole number from 0; default 0. No training, of whatever seed, meets the same ones. */
  readonly seed?: number;
  /**
   * Whether actions are drawn from the policy, as in training, in place of the most probable ones; default false. What
   * draws them begins anew with every episode, from the seed, apart from what draws the episodes.
   */
  readonly stochastic?: boolean;
  /**
   * How many copies of the environment play at once, each one episode after another; default 1. Any number gives the
   * same returns.
   */
  readonly environments?: number;
  /** Given to every `reset` of the environment, as its `options`; plain data. Default none. */
  readonly resetOptions?: ResetOptions["options"];
  /**
   * Steps after which an episode counts as endless, which is an error: a greedy policy may stay forever in an
   * environment that has no time limit. Default 1,000,000.
   */
  readonly longestEpisode?: number;
}

/**
 * Plays episodes with a policy: with the most probable action at every step, or with actions that are drawn.
 *
 * Episode i begins with a seed of its own, the one of copy i, so that every episode counts exactly once, whether it is
 * short or long, and the same seed gives the same episodes to every policy.
 *
 * @example
 * const { mean, standardError, meanLength } = evaluate(policy, "CartPole-v1", { episodes: 20, stochastic: true });
 *
 * @throws if an option is unknown or out of range, the environment's spaces are not the policy's, the environment breaks
 *   its contract, or an episode does not end
 */
export function evaluate<Observation, Action>(
  policy: Policy<Observation, Action>,
  environment: EnvironmentSource<Observation, Action>,
  options: EvaluateOptions = {},
): Evaluation {
  const play = begin(policy as Policy, environment as EnvironmentSource, options);
  const { copies, actor } = play;
  try {
    for (let played = 0; played < play.episodes; played += copies.count) {
      copies.reset(actor.observations, firstCopy + played);
      play.beginRound(played);
      while (play.act()) {
        copies.step(actor.actions, actor.observations);
        play.record();
      }
    }
  } finally {
    play.end();
  }
  return play.evaluation();
}

/**
 * The same in environments that may answer later, whose `reset` and `step` return promises. Environments that answer at
 * once give the same result as with {@link evaluate}.
 */
export async function evaluateLater<Observation, Action>(
  policy: Policy<Observation, Action>,
  environment: EnvironmentSource<Observation, Action>,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  const play = begin(policy as Policy, environment as EnvironmentSource, options);
  const { copies, actor } = play;
  try {
    for (let played = 0; played < play.episodes; played += copies.count) {
      await copies.resetLater(() => actor.observations, firstCopy + played);
      play.beginRound(played);
      while (play.act()) {
        await copies.stepLater(actor.actions, () => actor.observations);
        play.record();
      }
    }
  } finally {
    play.end();
  }
  return play.evaluation();
}

/** Copies that are open, what acts in them, and what is written down of their episodes. */
interface Play {
  readonly episodes: number;
  readonly copies: VectorEnvironment;
  readonly actor: Actor;
  /** The next round: an episode of each copy. @param played how many episodes were before it */
  beginRound(played: number): void;
  /** Chooses the actions of the next step. Returns whether there is one. */
  act(): boolean;
  /** Writes down the episodes that ended in the step. Copies that are done early play on, uncounted, until all are. */
  record(): void;
  evaluation(): Evaluation;
  /** Closes the copies, whether or not all episodes were played. */
  end(): void;
}

function begin(policy: Policy, environment: EnvironmentSource, options: EvaluateOptions): Play {
  const names = ["episodes", "seed", "stochastic", "environments", "resetOptions", "longestEpisode"] as const;
  requirePolicy("evaluate", policy);
  knownOptions("evaluate", options, names);
  const { episodes = 100, seed = 0, stochastic = false, resetOptions } = options;
  const { environments = 1, longestEpisode = 1_000_000 } = options;
  for (const [name, count] of Object.entries({ episodes, environments, longestEpisode })) {
    requireInteger(name, count, 1);
  }
  requireFlag("stochastic", stochastic);
  const count = Math.min(episodes, environments);
  const warnings: string[] = [];
  const copies = vectorize(environment, {
    ...{ count, seed, firstCopy },
    ...(resetOptions && { resetOptions }),
    warn: (_, message) => warnings.push(message),
  });
  const actor = fittingActor(policy, copies);
  const returns = new Float64Array(episodes);
  const lengths = new Int32Array(episodes);
  const infos: (EpisodeInfo | undefined)[] = new Array(episodes).fill(undefined);
  const generators = Array.from({ length: count }, () => createGenerator(0));
  const done = new Uint8Array(count);
  let first = 0;
  let left = 0;
  let step = 0;

  return {
    ...{ episodes, copies, actor },
    beginRound(played) {
      first = played;
      left = Math.min(count, episodes - played);
      step = 0;
      done.fill(0).fill(1, left);
      for (let copy = 0; copy < count; copy++) actor.begin(copy);
      if (!stochastic) return;
      for (let copy = 0; copy < count; copy++) {
        generators[copy] = createGenerator(actionSeed(seed, played + copy));
      }
    },
    act() {
      if (left === 0) return false;
      if (++step > longestEpisode) {
        const larger = "call evaluate() with a larger longestEpisode"; // train and the command line have no option for it
        throw endlessEpisode(copies.id, "an episode of the evaluation", longestEpisode, larger);
      }
      if (copies.legalActions) actor.legalActions?.set(copies.legalActions);
      if (stochastic) actor.sample(generators);
      else actor.greedy();
      return true;
    },
    record() {
      if (copies.episodesEnded === 0) return;
      for (let copy = 0; copy < count; copy++) {
        if (!(copies.terminated[copy] || copies.truncated[copy])) continue;
        actor.begin(copy);
        if (done[copy]) continue;
        returns[first + copy] = copies.episodeReturns[copy];
        lengths[first + copy] = copies.episodeLengths[copy];
        infos[first + copy] = copies.episodeInfo[copy];
        done[copy] = 1;
        left--;
      }
    },
    evaluation: () => ({ ...summarize({ returns, lengths, infos }), warnings }),
    end() {
      returnActor(policy, actor);
      copies.close();
    },
  };
}

/** What acts in the copies, which are closed if it does not suit them. */
function fittingActor(policy: Policy, copies: VectorEnvironment): Actor {
  try {
    requireFittingEnvironment(policy, copies);
    if (copies.players > 1) {
      throw new TypeError(
        `${copies.id}: it is a game of ${copies.players} players, whose rewards are of each; evaluate() gives the return of a ` +
          "single one. Play the policy against another player with playGame().",
      );
    }
    return borrowActor(policy, copies.count);
  } catch (error) {
    copies.close();
    throw error;
  }
}
