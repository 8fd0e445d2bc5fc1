import { type Saved, savedRecord } from "../state/index.ts";
import type { BatchEnvironment } from "./batch-environment.ts";
import { checkSeedOnly } from "./check-reset-options.ts";
import type { Environment } from "./environment.ts";
import { playersOf } from "./players-of.ts";
import { requireEnvironment } from "./require-environment.ts";
import type { Accepted } from "./spaces/accepted.ts";
import type { Space } from "./spaces/space.ts";
import { createActions } from "./vectorize/action-layout.ts";

/** A batch that saves and restores its copies. */
export type RestorableBatch = BatchEnvironment & Required<Pick<BatchEnvironment, "save" | "restore">>;

/**
 * The single form of an environment that is written for many copies at once: a batch of one copy. It checks actions, legal
 * ones included, and that an episode is running. It saves and restores where the batch does.
 *
 * @throws TypeError if it is no batch, its action space is a dict or a tuple, or there are several players without
 *   `currentPlayer`
 */
export function environmentFromBatch<Observation, Action>(
  batch: BatchEnvironment,
): Environment<Observation, Action> {
  requireEnvironment(batch, "environmentFromBatch");
  const players = playersOf(batch, "environmentFromBatch");
  const observationSpace = batch.observationSpace as Space<Observation>;
  const actionSpace = batch.actionSpace as Space<Action>;
  const actions = createActions(batch.actionSpace, 1);
  const flat = new Float32Array(observationSpace.size);
  const rewards = new Float64Array(players);
  const mover = new Int32Array(1);
  const terminated = new Uint8Array(1);
  const truncated = new Uint8Array(1);
  let running = false;

  const observation = (): Accepted<Observation> =>
    (batch.observation ? batch.observation(0) : observationSpace.unflatten(flat)) as Accepted<Observation>;
  const currentPlayer = () => {
    batch.currentPlayer?.(mover);
    return mover[0];
  };
  const legalActions = (): Uint8Array => {
    const mask = new Uint8Array(actionSpace.size);
    batch.legalActions!(mask);
    return mask;
  };
  const requireLegal = (action: Accepted<Action>): void => {
    const oneHot = new Float32Array(actionSpace.size);
    actionSpace.flatten(action, oneHot);
    if (legalActions().every((legal, i) => legal === 1 || oneHot[i] === 0)) return;
    throw new RangeError(`action: expected a legal one (see legalActions), found ${String(action)}.`);
  };
  const save = () => ({ ...(batch.save!(0) as object), running });

  return {
    observationSpace,
    actionSpace,
    reset(options) {
      checkSeedOnly(options);
      batch.reset(0, flat, options?.seed);
      running = true;
      return { observation: observation() };
    },
    step(action) {
      if (!running) throw new Error("step: no episode is running. Call reset() first, and after every end.");
      const problem = actionSpace.explain(action);
      if (problem !== undefined) throw new RangeError(`action: ${problem}.`);
      if (batch.legalActions) requireLegal(action);
      if (typeof action === "number") actions[0] = action;
      else for (let i = 0; i < actions.length; i += 1) actions[i] = (action as ArrayLike<number>)[i];
      const player = currentPlayer();
      truncated[0] = 0;
      batch.step(actions, flat, rewards, terminated, truncated);
      running = terminated[0] === 0 && truncated[0] === 0;
      const result = {
        observation: observation(),
        reward: rewards[player],
        terminated: terminated[0] === 1,
        truncated: truncated[0] === 1,
      };
      const info = batch.info?.(0);
      if (players === 1 && !info) return result; // spreading costs a tenth of a small environment's step
      return { ...result, ...(players > 1 && { rewards: rewards.slice() }), ...(info && { info }) };
    },
    ...(batch.legalActions && { legalActions }),
    ...(batch.currentPlayer && { players, currentPlayer }),
    ...(batch.render && { render: () => batch.render!(0) }),
    ...(batch.close && { close: () => batch.close!() }),
    ...(batch.save && {
      save,
      restore(saved: Saved) {
        const { running: wasRunning, ...copy } = savedRecord(saved, Object.keys(save()));
        batch.restore!(0, copy);
        running = wasRunning === true;
      },
    }),
  };
}
