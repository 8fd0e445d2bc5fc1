import type { Saved } from "../../state/index.ts";
import type { BatchActions, BatchEnvironment } from "../batch-environment.ts";
import type { Environment, Info, ResetOptions, StepResult } from "../environment.ts";
import { guardEnvironment } from "../guard-environment.ts";
import { isDiscrete } from "../spaces/discrete.ts";
import type { Space } from "../spaces/space.ts";
import { spaceDifference } from "../spaces/space-difference.ts";
import { thrownMessage } from "../thrown-message.ts";
import { actionLayout } from "./action-layout.ts";
import { whenRejected } from "./close-quietly.ts";

export interface BatchFromEnvironmentsOptions {
  /** The number of the first copy; default 0. */
  readonly firstCopy?: number;
  /** Given to every `reset`; default none. */
  readonly resetOptions?: ResetOptions["options"];
}

/**
 * Separate environments as one batch, each of them guarded: for environments without a fast path. A copy without
 * `legalActions` beside others that have it may take every action.
 *
 * @param environments one for each copy, none of them twice
 * @param name what to call them in messages, before the number of the copy
 * @throws TypeError if two of the environments are the same object, their spaces or numbers of players differ, or one breaks
 *   the contract by what it has, as {@link guardEnvironment} says. It closes none of them.
 */
export function batchFromEnvironments(
  environments: readonly Environment[],
  name: string,
  { firstCopy = 0, resetOptions }: BatchFromEnvironmentsOptions = {},
): BatchEnvironment {
  requireAlike(environments, name, firstCopy);
  const { observationSpace, actionSpace } = environments[0];
  const nameOf = (index: number): string => `${name}, copy ${firstCopy + index}`;
  const guarded = environments.map((environment, i) => guardEnvironment(environment, nameOf(i)));
  const [{ players }] = guarded;
  const toAction = actionReader(actionSpace);
  const observationSize = observationSpace.size;
  const masked = environments.some(({ legalActions }) => legalActions !== undefined);

  const infos: (Info | undefined)[] = new Array(guarded.length).fill(undefined);

  const beginning = (seed: number | undefined): ResetOptions => ({
    ...(seed !== undefined && { seed }),
    ...(resetOptions && { options: resetOptions }),
  });
  const place = (index: number, observations: Float32Array) =>
    observations.set(guarded[index].flatObservation, index * observationSize);
  const pay = (
    index: number,
    { reward, rewards: each }: StepResult,
    rewards: Float32Array | Float64Array,
  ) => {
    if (players > 1) rewards.set(each!, index * players);
    else rewards[index] = reward;
  };

  return {
    count: guarded.length,
    observationSpace,
    actionSpace,
    reset(index, observations, seed) {
      guarded[index].reset(beginning(seed));
      place(index, observations);
    },
    async resetLater(index, observations, seed) {
      await guarded[index].resetLater(beginning(seed));
      place(index, observations);
    },
    async stepLater(actions, observations, rewards, terminated, truncated) {
      const results = await Promise.all(
        guarded.map((environment, index) => environment.stepLater(toAction(actions, index))),
      );
      results.forEach((result, index) => {
        place(index, observations);
        pay(index, result, rewards);
        terminated[index] = result.terminated ? 1 : 0;
        truncated[index] = result.truncated ? 1 : 0;
        infos[index] = result.info;
      });
    },
    step(actions, observations, rewards, terminated, truncated) {
      for (let index = 0; index < guarded.length; index += 1) {
        const result = guarded[index].step(toAction(actions, index));
        place(index, observations);
        pay(index, result, rewards);
        terminated[index] = result.terminated ? 1 : 0;
        truncated[index] = result.truncated ? 1 : 0;
        infos[index] = result.info;
      }
    },
    info: (index) => infos[index],
    ...(guarded.every(({ save }) => save) && {
      save: (index: number) => guarded[index].save!(),
      restore: (index: number, saved: Saved) => guarded[index].restore!(saved),
    }),
    ...(environments[0].render && { render: (index: number) => environments[index].render!() }),
    ...(players > 1 && {
      players,
      currentPlayer(movers: Int32Array) {
        for (let index = 0; index < guarded.length; index += 1)
          movers[index] = guarded[index].currentPlayer();
      },
    }),
    ...(masked && {
      legalActions(mask: Uint8Array) {
        const { size } = actionSpace;
        for (let index = 0; index < guarded.length; index += 1) {
          const legal = guarded[index].legalActions?.();
          if (legal === undefined) mask.fill(1, index * size, (index + 1) * size);
          else mask.set(legal, index * size);
        }
      },
    }),
    close: () => closeEach(guarded, nameOf),
  };
}

/** @throws TypeError if one environment is there twice, or their spaces or numbers of players differ */
export function requireAlike(environments: readonly Environment[], name: string, firstCopy: number): void {
  if (new Set(environments).size < environments.length) {
    throw new TypeError(
      `${name}: expected a fresh environment for every copy, found the same one twice. ` +
        "Create it inside the function that you pass, not outside.",
    );
  }
  for (const [i, { players = 1 }] of environments.entries()) {
    if (players === (environments[0].players ?? 1)) continue;
    throw new TypeError(
      `${name}: the copies must have the same number of players, but there are ${environments[0].players ?? 1} in copy ` +
        `${firstCopy} and ${players} in copy ${firstCopy + i}.`,
    );
  }
  for (const part of ["observationSpace", "actionSpace"] as const) {
    for (const [i, other] of environments.entries()) {
      const difference = spaceDifference(environments[0][part], other[part]);
      if (difference === undefined) continue;
      throw new TypeError(
        `${name}: the copies must have the same ${part}, but its ${difference.part} is ${difference.first} in copy ` +
          `${firstCopy} and ${difference.second} in copy ${firstCopy + i}.`,
      );
    }
  }
}

/** Reads the action of one copy in the form that a single environment takes: a number, or an array of its own. */
export function actionReader(space: Space): (actions: BatchActions, index: number) => unknown {
  if (isDiscrete(space)) return (actions, index) => actions[index];
  const { size } = actionLayout(space);
  const read = (actions: BatchActions, index: number) => actions.slice(index * size, (index + 1) * size);
  return space.kind === "multi-binary" ? (actions, index) => Uint8Array.from(read(actions, index)) : read;
}

/**
 * Closes all environments, and throws the first error when all are closed.
 *
 * @returns a promise where an environment's `close` returns one, which is rejected when the environment's is
 */
function closeEach(environments: readonly Environment[], nameOf: (index: number) => string): unknown {
  const failed = (index: number, error: unknown): Error =>
    new Error(`${nameOf(index)}: close: ${thrownMessage(error)}`, { cause: error });
  const closing: Promise<unknown>[] = [];
  let first: Error | undefined;
  for (const [index, environment] of environments.entries()) {
    try {
      const result: unknown = environment.close?.();
      if (!(result instanceof Promise)) continue;
      closing.push(
        result.catch((error: unknown) => {
          throw failed(index, error);
        }),
      );
    } catch (error) {
      first ??= failed(index, error);
    }
  }
  const all = closing.length > 0 ? Promise.all(closing) : undefined;
  if (first === undefined) return all;
  whenRejected(all, () => {});
  throw first;
}
