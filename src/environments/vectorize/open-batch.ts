import { type Saved, savedCount, savedList, savedRecord, within } from "../../state/index.ts";
import { valueInText } from "../../text/value-in-text.ts";
import type { BatchEnvironment } from "../batch-environment.ts";
import type { Environment, ResetOptions } from "../environment.ts";
import type { EnvironmentDefinition } from "../environment-definition.ts";
import { requireEnvironment } from "../require-environment.ts";
import { thrownMessage } from "../thrown-message.ts";
import { batchFromEnvironments, requireAlike } from "./batch-from-environments.ts";
import { closeQuietly, whenRejected } from "./close-quietly.ts";
import type { Warn } from "./watch-bounds.ts";

/** Which copies, and how they begin. */
export interface OpenOptions {
  readonly count: number;
  /** The number of the first. */
  readonly firstCopy: number;
  /** Given to every `reset`: the fast path, which takes none, is then not used. */
  readonly resetOptions: ResetOptions["options"];
}

/**
 * Makes copies of an environment as one batch. When something fails, what has been made is closed.
 *
 * @throws what making an environment throws, and as {@link batchFromEnvironments} does
 */
export function openBatch(
  definition: EnvironmentDefinition,
  { count, firstCopy, resetOptions }: OpenOptions,
): BatchEnvironment {
  const { id } = definition;
  if (definition.batch && !resetOptions) return nameErrors(makeBatch(definition, count), id, firstCopy);
  return openEnvironments(definition, count, (environments) =>
    batchFromEnvironments(environments, id, { firstCopy, ...(resetOptions && { resetOptions }) }),
  );
}

/** Makes copies of an environment as batches of one copy each, otherwise as {@link openBatch}. */
export function openSingles(definition: EnvironmentDefinition, options: OpenOptions): BatchEnvironment[] {
  const { id } = definition;
  const { count, firstCopy, resetOptions } = options;
  if (!definition.batch || resetOptions) {
    return openEnvironments(definition, count, (environments) => {
      requireAlike(environments, id, firstCopy);
      return environments.map((environment, i) =>
        batchFromEnvironments([environment], id, {
          firstCopy: firstCopy + i,
          ...(resetOptions && { resetOptions }),
        }),
      );
    });
  }
  const batches: BatchEnvironment[] = [];
  try {
    while (batches.length < count) {
      batches.push(openBatch(definition, { ...options, count: 1, firstCopy: firstCopy + batches.length }));
    }
    return batches;
  } catch (error) {
    closeQuietly(batches);
    throw error;
  }
}

function openEnvironments<Result>(
  definition: EnvironmentDefinition,
  count: number,
  use: (environments: readonly Environment[]) => Result,
): Result {
  const environments: Environment[] = [];
  try {
    while (environments.length < count) environments.push(definition.create());
    for (const environment of environments) whenRejected(environment, () => {}); // promises are refused in any case
    for (const environment of environments) requireEnvironment(environment, definition.id);
    return use(environments);
  } catch (error) {
    closeQuietly(new Set(environments)); // one may have been handed out twice
    throw error;
  }
}

function makeBatch(definition: EnvironmentDefinition, count: number): BatchEnvironment {
  const batch = definition.batch!(count);
  try {
    requireEnvironment(batch, `${definition.id}, batch(${count})`);
    if (batch.count === count) return batch;
    throw new TypeError(
      `${definition.id}, batch(${count}): count is ${valueInText(batch.count)}; it must be the number of copies asked for`,
    );
  } catch (error) {
    closeQuietly([batch]);
    throw error;
  }
}

/** The batch, whose errors say in which copy and episode, or in which step of the run, they were thrown. */
function nameErrors(batch: BatchEnvironment, id: string, firstCopy: number): BatchEnvironment {
  const { count } = batch;
  const episodes = new Int32Array(count);
  let steps = 0;
  const failed = (where: string, error: unknown): Error =>
    new Error(`${id}, ${where}: ${thrownMessage(error)}`, { cause: error });
  const all = (): string => {
    const copies = count === 1 ? `copy ${firstCopy}` : `copies ${firstCopy} to ${firstCopy + count - 1}`;
    return `${copies}, step ${steps} of the run`;
  };
  const beginning = (index: number): string =>
    `copy ${firstCopy + index}, reset of episode ${episodes[index]}`;
  return {
    count,
    observationSpace: batch.observationSpace,
    actionSpace: batch.actionSpace,
    reset(index, observations, seed) {
      episodes[index] += 1;
      try {
        batch.reset(index, observations, seed);
      } catch (error) {
        throw failed(beginning(index), error);
      }
    },
    step(actions, observations, rewards, terminated, truncated) {
      steps += 1;
      try {
        batch.step(actions, observations, rewards, terminated, truncated);
      } catch (error) {
        throw failed(all(), error);
      }
    },
    ...(batch.resetLater && {
      async resetLater(index: number, observations: Float32Array, seed?: number) {
        episodes[index] += 1;
        try {
          await batch.resetLater!(index, observations, seed);
        } catch (error) {
          throw failed(beginning(index), error);
        }
      },
    }),
    ...(batch.stepLater && {
      async stepLater(...step: Parameters<typeof batch.step>) {
        steps += 1;
        try {
          await batch.stepLater!(...step);
        } catch (error) {
          throw failed(all(), error);
        }
      },
    }),
    ...(batch.legalActions && {
      legalActions(mask: Uint8Array) {
        try {
          batch.legalActions!(mask);
        } catch (error) {
          throw failed(`${all()}: legalActions`, error);
        }
      },
    }),
    ...(batch.info && {
      info(index: number) {
        try {
          return batch.info!(index);
        } catch (error) {
          throw failed(`${all()}: info`, error);
        }
      },
    }),
    ...(batch.players !== undefined && { players: batch.players }),
    ...(batch.currentPlayer && {
      currentPlayer(movers: Int32Array) {
        try {
          batch.currentPlayer!(movers);
        } catch (error) {
          throw failed(`${all()}: currentPlayer`, error);
        }
      },
    }),
    ...(batch.save && {
      save: (index: number) => ({ batch: batch.save!(index), counts: [episodes[index], steps] }),
      restore(index: number, saved: Saved) {
        const state = savedRecord(saved, ["batch", "counts"]);
        batch.restore!(index, state.batch);
        [episodes[index], steps] = within("counts", () => savedList(state.counts, 2).map(savedCount));
      },
    }),
    ...(batch.warnBy && { warnBy: (warn: Warn) => batch.warnBy!(warn) }),
    ...(batch.close && { close: () => batch.close!() }),
  };
}
