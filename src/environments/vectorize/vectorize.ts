import { knownOptions } from "../../text/known-options.ts";
import { explainPlainRecord } from "../../text/plain-data.ts";
import { requireInteger } from "../../text/require-number.ts";
import type { BatchEnvironment } from "../batch-environment.ts";
import type { ResetOptions } from "../environment.ts";
import type { EnvironmentDefinition } from "../environment-definition.ts";
import { type EnvironmentSource, resolveEnvironment } from "../environment-source.ts";
import { closeQuietly } from "./close-quietly.ts";
import { openBatch, openSingles } from "./open-batch.ts";
import type { VectorEnvironment } from "./vector-environment.ts";
import { vectorizeBatch } from "./vectorize-batch.ts";
import type { Warn } from "./watch-bounds.ts";

/** How many copies, and from which seed. */
export interface VectorizeOptions {
  /** The number of copies; default 1. */
  readonly count?: number;
  /** The seed of the run, from which every copy derives its own (see {@link environmentSeed}); default 0. */
  readonly seed?: number;
  /**
   * The number of the first copy; default 0. Copies 0 to 7 in one process are the same as 0 to 3 in one and 4 to 7
   * in another.
   */
  readonly firstCopy?: number;
  /** Given to every `reset` of an environment, as its `options`; plain data. Default none. */
  readonly resetOptions?: ResetOptions["options"];
  /**
   * Is told of the first observation outside the bounds of its space, and of a copy that cannot be closed: with it,
   * `close` does not throw. Default: observations outside are taken without a word, and `close` throws.
   */
  readonly warn?: Warn;
}

/**
 * Many copies of an environment behind one interface. Uses the environment's fast path where it has one; then a
 * step allocates nothing.
 *
 * @throws if the source, the count or the seed is wrong; if making a copy throws; if the copies are not alike, have an
 *   action space that is a dict or a tuple, `legalActions` for actions without masks, or several players without
 *   `currentPlayer`. Copies that were made until then are closed.
 */
export function vectorize(source: EnvironmentSource, options: VectorizeOptions = {}): VectorEnvironment {
  const { definition, ...open } = resolve(source, options);
  const [environment] = vectorizeAll(definition, [openBatch(definition, open)], options);
  return environment;
}

/** `count` copies of an environment, otherwise as {@link vectorize} makes them, that are stepped one by one. */
export function vectorizeEach(
  source: EnvironmentSource,
  options: VectorizeOptions = {},
): VectorEnvironment[] {
  const { definition, ...open } = resolve(source, options);
  return vectorizeAll(definition, openSingles(definition, open), options);
}

function resolve(source: EnvironmentSource, options: VectorizeOptions) {
  const names = ["count", "seed", "firstCopy", "resetOptions", "warn"] as const;
  const { count = 1, seed = 0, firstCopy = 0, resetOptions } = knownOptions("vectorize", options, names);
  requireInteger("count", count, 1);
  requireInteger("seed", seed, 0);
  requireInteger("firstCopy", firstCopy, 0);
  const problem = explainPlainRecord("resetOptions", resetOptions);
  if (problem !== undefined) throw new TypeError(`${problem}.`);
  return { definition: resolveEnvironment(source), count, firstCopy, resetOptions };
}

function vectorizeAll(
  definition: EnvironmentDefinition,
  batches: readonly BatchEnvironment[],
  { seed = 0, firstCopy = 0, warn }: VectorizeOptions,
): VectorEnvironment[] {
  const options = { seed, warn: warn && oncePerKind(warn) };
  try {
    let copy = firstCopy;
    return batches.map((batch) => {
      const environment = vectorizeBatch(batch, definition, { ...options, firstCopy: copy });
      copy += batch.count;
      return environment;
    });
  } catch (error) {
    closeQuietly(batches);
    throw error;
  }
}

/** Environments that are stepped one by one each warn on their own. */
function oncePerKind(warn: Warn): Warn {
  const told = new Set<string>();
  return (kind, message) => {
    if (told.has(kind)) return;
    told.add(kind);
    warn(kind, message);
  };
}
