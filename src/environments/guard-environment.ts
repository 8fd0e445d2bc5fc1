import { type Saved, savedCount, savedList, savedRecord, within } from "../state/index.ts";
import { checkResetOptions } from "./check-reset-options.ts";
import { type Mismatch, mismatchesInReset, mismatchesInStep } from "./contract.ts";
import type { Environment, ResetOptions, ResetResult, StepResult } from "./environment.ts";
import { explainPlayer, playersOf } from "./players-of.ts";
import { requireEnvironment } from "./require-environment.ts";
import type { Accepted } from "./spaces/accepted.ts";
import { flattenObservation } from "./spaces/flatten-observation.ts";
import {
  choicesOf,
  explainMaskedSpace,
  type LegalActions,
  writeLegalActions,
} from "./spaces/legal-actions.ts";
import type { Space } from "./spaces/space.ts";
import { thrownMessage } from "./thrown-message.ts";

/** An environment whose every result is checked. */
export interface GuardedEnvironment<Observation = unknown, Action = unknown>
  extends Environment<Observation, Action> {
  /** The last observation as `observationSpace.size` floats: written anew by every `reset` and `step`. */
  readonly flatObservation: Float32Array;
  /** How many players there are. */
  readonly players: number;
  /** Who is to move; after the task has ended, who moved last. */
  currentPlayer(): number;
  /** The mask as ones and zeros, written anew by every call. */
  legalActions?(): Uint8Array;
  /** The same as `reset` and `step` of an environment that may answer later. */
  resetLater(options?: ResetOptions): Promise<ResetResult<Observation>>;
  stepLater(action: Accepted<Action>): Promise<StepResult<Observation>>;
}

/**
 * The environment with a watch over its contract, cheap enough to be always on: the first observation of the wrong
 * type or shape or with a NaN or an infinity in it, the first reward that is not finite, the first flag that is not
 * boolean, the first mask of legal actions that is none, the first player to move who is none, and the first step after the
 * end of an episode throw. Bounds of the observation space are left to {@link checkEnvironment}. What the environment itself
 * throws is thrown on as the cause of an error that names episode and step.
 *
 * @param name what to call the environment in messages; default "environment"
 * @throws TypeError if it is no environment, there are `legalActions` and the action space is neither discrete nor multi-discrete, or only one of
 *   `players` (above 1) and `currentPlayer`
 */
export function guardEnvironment<Observation, Action>(
  environment: Environment<Observation, Action>,
  name = "environment",
): GuardedEnvironment<Observation, Action> {
  requireEnvironment(environment, name);
  const { observationSpace, actionSpace } = environment;
  const flatObservation = new Float32Array(observationSpace.size);
  const masked = environment.legalActions !== undefined;
  const unmaskable = masked ? explainMaskedSpace(actionSpace as Space) : undefined;
  if (unmaskable !== undefined) throw new TypeError(`${name}: legalActions: ${unmaskable}.`);
  const choices = choicesOf(actionSpace as Space);
  const mask = new Uint8Array(masked ? actionSpace.size : 0);
  const players = playersOf(environment, name);
  let mover = 0;
  let episode = 0;
  let step = 0;
  let running = false;

  const where = (): string =>
    step === 0 ? `${name}, reset of episode ${episode}` : `${name}, step ${step} of episode ${episode}`;
  const reject = (mismatches: readonly Mismatch[]): void => {
    if (mismatches.length === 0) return;
    const [{ part, expected, found }] = mismatches;
    throw new TypeError(`${where()}: ${part}: expected ${expected}, found ${found}.`);
  };
  const failed = (error: unknown, method = ""): Error =>
    new Error(`${where()}: ${method}${thrownMessage(error)}`, { cause: error });
  const trying = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (error) {
      throw failed(error);
    }
  };
  const tryingLater = async <Result>(work: () => Result): Promise<Awaited<Result>> => {
    try {
      return await work();
    } catch (error) {
      throw failed(error);
    }
  };
  const watch = (observation: Accepted<Observation>): void => {
    const problem = flattenObservation(observationSpace, observation, flatObservation);
    if (problem !== undefined) throw new TypeError(`${where()}: observation: ${problem}.`);
  };

  /** Asks who is to move. */
  const turn = (): void => {
    if (players === 1) return;
    let player: unknown;
    try {
      player = environment.currentPlayer!();
    } catch (error) {
      throw failed(error, "currentPlayer: ");
    }
    const problem = explainPlayer(player, players);
    if (problem !== undefined) throw new RangeError(`${where()}: currentPlayer: ${problem}.`);
    mover = player as number;
  };

  const begin = (options: ResetOptions | undefined) => {
    episode += 1;
    step = 0;
    return environment.reset(options);
  };
  const begun = (result: ResetResult<Observation>): ResetResult<Observation> => {
    reject(mismatchesInReset(result));
    watch(result.observation);
    running = true;
    turn();
    return result;
  };
  const take = (action: Accepted<Action>) => {
    step += 1;
    return environment.step(action);
  };
  const stepped = (result: StepResult<Observation>): StepResult<Observation> => {
    reject(mismatchesInStep(result, players, mover));
    watch(result.observation);
    running = !(result.terminated || result.truncated);
    if (!result.terminated) turn();
    return result;
  };
  const requireRunning = (): void => {
    if (running) return;
    throw new Error(`${name}: step() while no episode is running. Call reset() first, and after every end.`);
  };

  return {
    observationSpace,
    actionSpace,
    flatObservation,
    players,
    currentPlayer: () => mover,
    reset(options) {
      checkResetOptions(options);
      return begun(trying(() => begin(options)));
    },
    step(action) {
      requireRunning();
      return stepped(trying(() => take(action)));
    },
    async resetLater(options) {
      checkResetOptions(options);
      return begun(await tryingLater(() => begin(options)));
    },
    async stepLater(action) {
      requireRunning();
      return stepped(await tryingLater(() => take(action)));
    },
    ...(environment.save && {
      save: () => ({ environment: environment.save!(), counts: [episode, step], running }),
      restore(saved: Saved) {
        const state = savedRecord(saved, ["environment", "counts", "running"]);
        [episode, step] = within("counts", () => savedList(state.counts, 2).map(savedCount));
        running = state.running === true;
        environment.restore!(state.environment);
        if (running) turn();
      },
    }),
    ...(masked && {
      legalActions() {
        let legal: LegalActions;
        try {
          legal = environment.legalActions!();
        } catch (error) {
          throw failed(error, "legalActions: ");
        }
        const problem = writeLegalActions(legal, choices, mask);
        if (problem !== undefined) throw new RangeError(`${where()}: legalActions: ${problem}.`);
        return mask;
      },
    }),
    ...(environment.close && { close: () => environment.close!() }),
  };
}
