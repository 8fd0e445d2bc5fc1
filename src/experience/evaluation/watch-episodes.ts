import {
  type BatchEnvironment,
  batchFromEnvironments,
  createActions,
  type EnvironmentSource,
  isBox,
  type Rendering,
  resolveEnvironment,
  type Scene,
  type Space,
} from "../../environments/index.ts";
import { playersOf } from "../../environments/players-of.ts";
import { requireEnvironment } from "../../environments/require-environment.ts";
import { closeQuietly } from "../../environments/vectorize/close-quietly.ts";
import { prepareActions } from "../../environments/vectorize/prepare-actions.ts";
import type { Actor, Policy } from "../../policies/index.ts";
import { requireFittingEnvironment } from "../../policies/require-fitting-environment.ts";
import { requirePolicy } from "../../policies/require-policy.ts";
import { createGenerator } from "../../random/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { requireFlag } from "../../text/require-flag.ts";
import { requireInteger } from "../../text/require-number.ts";
import { actionSeed, episodeSeed } from "./episode-seeds.ts";
import type { EvaluateOptions } from "./evaluate.ts";
import { borrowActor, returnActor } from "./idle-actors.ts";

/** Which episodes to watch: as those of {@link EvaluateOptions}. */
export interface WatchOptions extends Pick<EvaluateOptions, "seed" | "stochastic" | "resetOptions"> {
  /** How many episodes to play; default 1. */
  readonly episodes?: number;
}

/** An episode after some of its steps. */
export interface Moment<Observation = unknown, Action = unknown> {
  /** The number of the episode, from 0. */
  readonly episode: number;
  /** How many steps it has had: 0 where it begins. */
  readonly steps: number;
  /** What is observed now. */
  readonly observation: Observation;
  /** What was done in the last step, as the environment took it; undefined where the episode begins. */
  readonly action: Action | undefined;
  /** The rewards of the last step, of each player: one number but in games of several. 0 where the episode begins. */
  readonly rewards: readonly number[];
  /** The sums of the rewards so far. */
  readonly returns: readonly number[];
  /** Whether, and how, the episode has ended. */
  readonly ended: "terminated" | "truncated" | undefined;
  /** What is to be seen: undefined for an environment without `render`, unless it observes an image of numbers from 0 to 1. */
  readonly rendering: Rendering | undefined;
}

/**
 * Plays episodes with a policy, one after another, and shows each of their moments: those that {@link evaluate} plays with
 * the same seed. In a game of several players, the policy plays for all of them. Whoever has seen enough breaks off the
 * loop, which closes the environment.
 *
 * @example
 * for await (const { steps, returns, rendering } of watchEpisodes(policy, "CartPole-v1", { seed: 3 })) {
 *   console.log(steps, returns[0], rendering && toFrame(rendering));
 * }
 *
 * @throws if an option is unknown or out of range, the environment's spaces are not the policy's, or the environment breaks
 *   its contract
 */
export async function* watchEpisodes<Observation, Action>(
  policy: Policy<Observation, Action>,
  environment: EnvironmentSource<Observation, Action>,
  options: WatchOptions = {},
): AsyncGenerator<Moment<Observation, Action>, void, void> {
  const names = ["episodes", "seed", "stochastic", "resetOptions"] as const;
  requirePolicy("watchEpisodes", policy as Policy);
  const { episodes = 1, seed = 0 } = knownOptions("watchEpisodes", options, names);
  const { stochastic = false, resetOptions } = options;
  requireInteger("episodes", episodes, 1);
  requireInteger("seed", seed, 0);
  requireFlag("stochastic", stochastic);
  const definition = resolveEnvironment(environment as EnvironmentSource);
  const played = definition.create();
  let actor: Actor | undefined;
  try {
    requireEnvironment(played, definition.id);
    const batch = batchFromEnvironments([played], definition.id, { ...(resetOptions && { resetOptions }) });
    const { observationSpace, actionSpace, legalActions } = batch;
    requireFittingEnvironment(policy, { id: definition.id, observationSpace, actionSpace, legalActions });
    actor = borrowActor(policy as Policy, 1);
    const stage = createStage(actor, batch, definition.maxEpisodeSteps);
    for (let episode = 0; episode < episodes; episode++) {
      const generator = stochastic ? createGenerator(actionSeed(seed, episode)) : undefined;
      let seen = await stage.begin(episodeSeed(seed, episode));
      yield { episode, ...seen } as Moment<Observation, Action>;
      while (seen.ended === undefined) {
        seen = await stage.step(generator);
        yield { episode, ...seen } as Moment<Observation, Action>;
      }
    }
  } finally {
    if (actor) returnActor(policy as Policy, actor);
    closeQuietly([played]);
  }
}

/** Plays an episode of a batch of one copy. */
function createStage(actor: Actor, batch: BatchEnvironment, stepLimit = Number.POSITIVE_INFINITY) {
  const { observationSpace, actionSpace } = batch;
  // An array of its own: the actor's are others when the memory of its programs has grown.
  const observations = new Float32Array(observationSpace.size);
  const prepare = prepareActions(actionSpace);
  const actions = createActions(actionSpace, 1);
  const mask = batch.legalActions && new Uint8Array(actionSpace.size);
  const rewards = new Float64Array(playersOf(batch, "watchEpisodes"));
  const returns = new Float64Array(rewards.length);
  const [terminated, truncated] = [new Uint8Array(1), new Uint8Array(1)];
  let steps = 0;

  const seen = (action: unknown): Omit<Moment, "episode"> => ({
    steps,
    action,
    observation: observationSpace.unflatten(observations),
    rewards: Array.from(rewards),
    returns: Array.from(returns),
    ended: terminated[0] ? "terminated" : truncated[0] ? "truncated" : undefined,
    rendering: batch.render?.(0) ?? imageOf(observationSpace, observations),
  });
  return {
    async begin(seed: number) {
      steps = 0;
      for (const numbers of [rewards, returns, terminated, truncated]) numbers.fill(0);
      await (batch.resetLater ?? batch.reset)(0, observations, seed);
      actor.begin(0);
      return seen(undefined);
    },
    async step(generator: ReturnType<typeof createGenerator> | undefined) {
      if (mask) {
        batch.legalActions!(mask);
        actor.legalActions!.set(mask);
      }
      actor.observations.set(observations);
      if (generator) actor.sample([generator]);
      else actor.greedy();
      prepare(actor.actions, actions);
      truncated[0] = 0;
      await (batch.stepLater ?? batch.step)(actions, observations, rewards, terminated, truncated);
      steps += 1;
      if (steps >= stepLimit) truncated[0] = 1;
      for (const [player, reward] of rewards.entries()) returns[player] += reward;
      return seen(actions.length === 1 && actionSpace.kind === "discrete" ? actions[0] : actions.slice());
    },
  };
}

/** What is observed as a picture, where it is an image. */
function imageOf(space: Space, observation: Float32Array): Scene | undefined {
  if (!isBox(space) || space.shape.length !== 3) return undefined;
  const [, columns, channels] = space.shape;
  if (channels !== 1 && channels !== 3) return undefined;
  if (!space.low.every((low) => low === 0) || !space.high.every((high) => high === 1)) return undefined;
  return { scene: "image", columns, channels, values: observation.slice() };
}
