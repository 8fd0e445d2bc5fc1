import { type Saved, savedCount, savedList, savedRecord, within } from "../../state/index.ts";
import type { BatchEnvironment } from "../batch-environment.ts";
import type { Environment } from "../environment.ts";
import type { EnvironmentDefinition } from "../environment-definition.ts";
import { requireEnvironment } from "../require-environment.ts";
import { thrownMessage } from "../thrown-message.ts";
import { batchFromEnvironments, requireAlike } from "./batch-from-environments.ts";
import { closeQuietly, whenRejected } from "./close-quietly.ts";

/**
 * Makes `count` copies of an environment as one batch. When something fails, what has been made is closed.
 *
 * @param firstCopy the number of the first
 * @throws what making an environment throws, and as {@link batchFromEnvironments} does
 */
export function openBatch(
  definition: EnvironmentDefinition,
  count: number,
  firstCopy: number,
): BatchEnvironment {
  if (definition.batch) return nameErrors(makeBatch(definition, count), definition.id, firstCopy);
  return openEnvironments(definition, count, (environments) =>
    batchFromEnvironments(environments, definition.id, firstCopy),
  );
}

/** Makes `count` copies of an environment as batches of one copy each, otherwise as {@link openBatch}. */
export function openSingles(
  definition: EnvironmentDefinition,
  count: number,
  firstCopy: number,
): BatchEnvironment[] {
  const { id } = definition;
  if (!definition.batch) {
    return openEnvironments(definition, count, (environments) => {
      requireAlike(environments, id, firstCopy);
      return environments.map((environment, i) => batchFromEnvironments([environment], id, firstCopy + i));
    });
  }
  const batches: BatchEnvironment[] = [];
  try {
    while (batches.length < count) batches.push(openBatch(definition, 1, firstCopy + batches.length));
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
    return batch;
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
  return {
    count,
    observationSpace: batch.observationSpace,
    actionSpace: batch.actionSpace,
    reset(index, observations, seed) {
      episodes[index] += 1;
      try {
        batch.reset(index, observations, seed);
      } catch (error) {
        throw failed(`copy ${firstCopy + index}, reset of episode ${episodes[index]}`, error);
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
    ...(batch.legalActions && {
      legalActions(mask: Uint8Array) {
        try {
          batch.legalActions!(mask);
        } catch (error) {
          throw failed(`${all()}: legalActions`, error);
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
    ...(batch.close && { close: () => batch.close!() }),
  };
}
