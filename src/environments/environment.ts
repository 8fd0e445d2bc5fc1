import type { Saved } from "../state/index.ts";
import type { Rendering } from "./rendering.ts";
import type { Accepted } from "./spaces/accepted.ts";
import type { LegalActions } from "./spaces/legal-actions.ts";
import type { Space } from "./spaces/space.ts";

/**
 * Whatever an environment wants to tell beside the observation; nothing learns from it. Numbers and flags in that of the
 * last step of an episode, such as `{ success: true }`, are averaged over episodes in reports and evaluations.
 */
export type Info = Readonly<Record<string, unknown>>;

/** How to begin an episode. */
export interface ResetOptions {
  /**
   * Restarts the environment's generator. Without a seed the next episode is drawn from where the generator
   * stands, so that one seed determines a whole sequence of episodes.
   */
  readonly seed?: number;

  /** What this environment in particular lets its caller choose: `resetOptions` of a training or an evaluation. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** The beginning of an episode. */
export interface ResetResult<Observation = unknown> {
  readonly observation: Accepted<Observation>;
  readonly info?: Info;
}

/** What an action led to. */
export interface StepResult<Observation = unknown> {
  /** The observation after the action; at the end of an episode, its final observation. */
  readonly observation: Accepted<Observation>;
  /** A finite number. In a game of several players, the reward of the player who took the action. */
  readonly reward: number;
  /** In a game of several players, the reward of each of them, in the order of their numbers. */
  readonly rewards?: ArrayLike<number>;
  /** The task itself ended: a terminal state, after which there is nothing more to gain. */
  readonly terminated: boolean;
  /**
   * The episode was cut off, though the task goes on: what would have followed still has a value. As a rule an
   * environment says `false` here and leaves it to a time limit.
   */
  readonly truncated: boolean;
  readonly info?: Info;
}

/**
 * A task to act in: Gymnasium's contract (https://gymnasium.farama.org/api/env/) in TypeScript's idiom.
 *
 * An object literal or a class will do. {@link defineEnvironment} infers the types of a literal from its spaces,
 * and {@link checkEnvironment} tells whether the contract is kept.
 *
 * Where a space's value is a typed array, the environment may return a plain array of numbers instead.
 */
export interface Environment<Observation = unknown, Action = unknown> {
  readonly observationSpace: Space<Observation>;
  readonly actionSpace: Space<Action>;

  /** Begins an episode. Called before the first step, and again after every end of an episode. */
  reset(options?: ResetOptions): ResetResult<Observation>;

  /** Takes one action, a member of `actionSpace`. */
  step(action: Accepted<Action>): StepResult<Observation>;

  /**
   * Which actions are legal now, for discrete and multi-discrete action spaces: see {@link LegalActions}. Called after
   * every `reset` and `step`. Without this method, every action always is.
   */
  legalActions?(): LegalActions;

  /**
   * How many players a turn-based game has; default 1. Where there are more, `currentPlayer` says who is to move, the
   * observation and `legalActions` are those of that player, and `step` returns `rewards`.
   */
  readonly players?: number;

  /**
   * Who is to move now, from 0 to `players` − 1. Asked after every `reset`, and after every `step` that did not end the
   * task.
   */
  currentPlayer?(): number;

  /**
   * All that what comes next depends on, generators included, as plain data and typed arrays: what `restore` goes on
   * from. Without these two methods a training that is resumed begins new episodes.
   */
  save?(): Saved;

  /** Goes on from what `save` gave, also that of another environment of the kind. @throws if it does not fit */
  restore?(saved: Saved): void;

  /**
   * What is to be seen now, after a `reset` or `step`: pixels, shapes, or a scene. Nothing that trains asks for it; `logpi
   * watch` and `toFrame` of `logpi/rendering` draw it.
   */
  render?(): Rendering;

  /** Lets go of what the environment holds. */
  close?(): void;
}

/**
 * An environment whose `reset` and `step` may answer later, such as one on another machine. Trainings wait for it under
 * `for await`.
 */
export interface AsyncEnvironment<Observation = unknown, Action = unknown>
  extends Omit<Environment<Observation, Action>, "reset" | "step"> {
  reset(options?: ResetOptions): ResetResult<Observation> | Promise<ResetResult<Observation>>;
  step(action: Accepted<Action>): StepResult<Observation> | Promise<StepResult<Observation>>;
}

/**
 * Returns the environment as it is; its use is that TypeScript infers the types of observations and actions from
 * the two spaces, so that a literal needs no annotation.
 *
 * @example
 * const corridor = () => {
 *   let position = 0;
 *   return defineEnvironment({
 *     observationSpace: box({ low: 0, high: 5, shape: [1] }),
 *     actionSpace: discrete(2),
 *     reset() {
 *       position = 0;
 *       return { observation: [position] };
 *     },
 *     step(action) {
 *       position = Math.max(0, position + (action === 1 ? 1 : -1));
 *       return { observation: [position], reward: -1, terminated: position === 5, truncated: false };
 *     },
 *   });
 * };
 */
export function defineEnvironment<Observation, Action>(
  environment: Environment<Observation, Action>,
): Environment<Observation, Action> {
  return environment;
}
