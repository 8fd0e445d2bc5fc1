import { savedArray, savedCount, savedList, savedRecord, within } from "../../state/index.ts";
import { requireInteger, requireLength } from "../../text/require-number.ts";
import type { BatchActions, BatchEnvironment } from "../batch-environment.ts";
import { playersOf } from "../players-of.ts";
import { thrownMessage } from "../thrown-message.ts";
import { actionLayout, createActions, wrongActions } from "./action-layout.ts";
import { whenRejected } from "./close-quietly.ts";
import { environmentSeed } from "./environment-seed.ts";
import { type EpisodeInfo, readEpisodeInfo } from "./episode-info.ts";
import { prepareActions } from "./prepare-actions.ts";
import type { VectorEnvironment } from "./vector-environment.ts";
import { type Warn, watchBounds } from "./watch-bounds.ts";
import { watchMasks } from "./watch-masks.ts";
import { watchMovers } from "./watch-movers.ts";

/** The name of the environment, and when its episodes are cut off. */
export interface EnvironmentLimits {
  readonly id: string;
  readonly maxEpisodeSteps?: number;
}

export interface VectorizeBatchOptions {
  readonly seed: number;
  readonly firstCopy: number;
  readonly warn: Warn | undefined;
}

/**
 * What `vectorize` adds to a batch: resets, time limits, statistics of episodes, checks of what goes in and out.
 *
 * @throws if the batch has an action space that is a dict or a tuple, `legalActions` for actions without masks, or several
 *   players without `currentPlayer`
 */
export function vectorizeBatch(
  batch: BatchEnvironment,
  { id, maxEpisodeSteps }: EnvironmentLimits,
  options: VectorizeBatchOptions,
): VectorEnvironment {
  const { seed, warn } = options;
  let { firstCopy } = options;
  const { count } = batch;
  const stepLimit = maxEpisodeSteps ?? Number.POSITIVE_INFINITY;
  const { observationSpace, actionSpace } = batch;
  const observationSize = observationSpace.size;
  const actionSize = actionLayout(actionSpace).size;
  const players = playersOf(batch, id);
  const prepare = prepareActions(actionSpace);
  const prepared = createActions(actionSpace, count);

  const rewards = new Float64Array(count * players);
  const terminated = new Uint8Array(count);
  const truncated = new Uint8Array(count);
  const finalObservations = new Float32Array(count * observationSize);
  const episodeReturns = new Float64Array(count * players);
  const episodeLengths = new Int32Array(count);
  const episodeInfo: (EpisodeInfo | undefined)[] = new Array(count).fill(undefined);
  const runningReturns = new Float64Array(count * players);
  const runningLengths = new Int32Array(count);
  /** `[count]`: how often a copy was restored without a state, and began a new episode in its place. */
  const restarts = new Int32Array(count);
  let episodesEnded = 0;
  let stepsTaken = -1;
  /** Copies that have neither begun an episode nor been restored: there is nothing to ask them yet. */
  let idle = count;
  /** `[count]`: 1 where a copy was restored without a state, and has not begun its new episode. */
  const waiting = new Uint8Array(count);
  let closed = false;

  const nameOf = (copy: number): string => `${id}, copy ${firstCopy + copy}, step ${stepsTaken} of the run`;

  if (warn) batch.warnBy?.(warn);
  const watch = warn && watchBounds(observationSpace, nameOf, warn);
  const masks = watchMasks(batch, id, nameOf);
  const turns = watchMovers(batch, players, nameOf);

  /** A finite number minus itself is 0, an infinity or a NaN minus itself is NaN: so is the sum, if there is one. */
  const requireFinite = (observations: Float32Array, start: number, end: number): void => {
    let sum = 0;
    let other = 0; // two sums that do not wait for each other: images are long
    let i = start * observationSize;
    for (const last = end * observationSize - 1; i < last; i += 2) {
      sum += observations[i] - observations[i];
      other += observations[i + 1] - observations[i + 1];
    }
    if (i < end * observationSize) sum += observations[i] - observations[i];
    sum += other;
    for (let at = start * players; at < end * players; at += 1) sum += rewards[at] - rewards[at];
    if (sum === 0) return;
    const wrong = rewards.findIndex((reward) => !Number.isFinite(reward));
    if (wrong >= 0) {
      const what = players === 1 ? "reward" : `reward of player ${wrong % players}`;
      throw new RangeError(
        `${nameOf(Math.floor(wrong / players))}: ${what}: expected a finite number, found ${rewards[wrong]}.`,
      );
    }
    const at = observations.findIndex((element) => !Number.isFinite(element));
    throw new RangeError(
      `${nameOf(Math.floor(at / observationSize))}: observation: expected finite numbers, found ` +
        `${observations[at]} at element ${at % observationSize}.`,
    );
  };

  /** Checks the rows of the copies from `start` to `end`. */
  const look = (observations: Float32Array, start: number, end: number): void => {
    requireFinite(observations, start, end);
    watch?.(observations, start, end);
  };

  const requireActions = (actions: BatchActions): void => {
    requireLength("actions", actions, count * actionSize);
    if (actions instanceof Int32Array !== prepared instanceof Int32Array)
      throw wrongActions(actionSpace, actions);
  };

  /** Keeps what the ended episode of a copy amounted to, and begins the next one. */
  const endEpisode = (copy: number, observations: Float32Array): void => {
    episodesEnded += 1;
    for (let at = copy * players; at < (copy + 1) * players; at += 1) {
      episodeReturns[at] = runningReturns[at];
      runningReturns[at] = 0;
    }
    episodeLengths[copy] = runningLengths[copy];
    if (batch.info) {
      episodeInfo[copy] = readEpisodeInfo(batch.info(copy), (name, value) =>
        warn?.(
          "info not finite",
          `${nameOf(copy)}: info: ${name} is ${value}, which is left out of the means of episodes.`,
        ),
      );
    }
    runningLengths[copy] = 0;
    const start = copy * observationSize;
    for (let i = start; i < start + observationSize; i += 1) finalObservations[i] = observations[i];
  };

  const begin = (first: number): void => {
    requireInteger("firstCopy", first, 0);
    firstCopy = first;
    for (const array of [rewards, terminated, truncated, runningReturns, runningLengths, waiting])
      array.fill(0);
    episodesEnded = 0;
    stepsTaken = 0;
    idle = 0;
  };
  /** A copy that was restored without a state begins the first episode from another seed. Returns the seed. */
  const restart = (copy: number): number => {
    waiting[copy] = 0;
    runningReturns.fill(0, copy * players, (copy + 1) * players);
    runningLengths[copy] = 0;
    return seedOf(copy);
  };
  const seedOf = (copy: number): number => environmentSeed(seed, firstCopy + copy, restarts[copy]);

  /** What is done before the copies are stepped. */
  const take = (actions: BatchActions): void => {
    if (stepsTaken < 0)
      throw new Error("step: the environments have not begun. Call reset(observations) first.");
    requireActions(actions);
    stepsTaken += 1;
    episodesEnded = 0;
    prepare(actions, prepared);
    masks?.requireLegal(actions);
    truncated.fill(0);
  };

  /** Counts the step of a copy. Returns whether it ended the episode. */
  const tally = (copy: number): boolean => {
    for (let at = copy * players; at < (copy + 1) * players; at += 1) runningReturns[at] += rewards[at];
    runningLengths[copy] += 1;
    if (runningLengths[copy] >= stepLimit) truncated[copy] = 1;
    if (terminated[copy] === 0 && truncated[copy] === 0) return false;
    if (episodesEnded === 0) turns?.updateFinal(terminated);
    return true;
  };
  /** Asks what else whoever acts on the present observations has to know. */
  const update = (): void => {
    masks?.update();
    turns?.update();
  };

  /** Where copies that answer later write their observations: a program's memory may move while they are waited for. */
  const later = batch.stepLater && new Float32Array(count * observationSize);

  const close = (): void => {
    if (closed) return;
    closed = true;
    const tell = (error: unknown): void => warn?.("environment not closed", thrownMessage(error));
    try {
      const closing: unknown = batch.close?.();
      if (warn) whenRejected(closing, tell);
    } catch (error) {
      if (!warn) throw error;
      tell(error);
    }
  };

  return {
    id,
    count,
    observationSpace,
    actionSpace,
    observationSize,
    actionSize,
    maxEpisodeSteps,
    players,
    movers: turns?.movers,
    finalMovers: turns?.finalMovers,
    rewards,
    terminated,
    truncated,
    finalObservations,
    legalActions: masks?.legalActions,
    episodeReturns,
    episodeLengths,
    episodeInfo,
    episodeSteps: runningLengths,
    get episodesEnded() {
      return episodesEnded;
    },

    reset(observations, first = firstCopy) {
      requireLength("observations", observations, count * observationSize);
      begin(first);
      for (let copy = 0; copy < count; copy += 1) batch.reset(copy, observations, seedOf(copy));
      look(observations, 0, count);
      update();
    },

    step(actions, observations) {
      requireLength("observations", observations, count * observationSize);
      take(actions);
      batch.step(prepared, observations, rewards, terminated, truncated);
      look(observations, 0, count);
      for (let copy = 0; copy < count; copy += 1) {
        if (!tally(copy)) continue;
        endEpisode(copy, observations);
        batch.reset(copy, observations);
        look(observations, copy, copy + 1);
      }
      update();
    },

    async resetLater(observations, first = firstCopy) {
      if (!later) return this.reset(observations(), first);
      begin(first);
      await Promise.all(Array.from(terminated, (_, copy) => batch.resetLater!(copy, later, seedOf(copy))));
      look(later, 0, count);
      update();
      observations().set(later);
    },

    async stepLater(actions, observations) {
      if (!later) return this.step(actions, observations());
      take(actions);
      await batch.stepLater!(prepared, later, rewards, terminated, truncated);
      look(later, 0, count);
      const ended = [...terminated.keys()].filter(tally);
      for (const copy of ended) endEpisode(copy, later);
      await Promise.all(ended.map((copy) => batch.resetLater!(copy, later)));
      for (const copy of ended) look(later, copy, copy + 1);
      update();
      observations().set(later);
    },

    savesState: batch.save !== undefined,
    saveCopy: (copy, observations) => ({
      environment: waiting[copy] === 1 ? null : (batch.save?.(copy) ?? null),
      observation: observations.slice(copy * observationSize, (copy + 1) * observationSize),
      running: Float64Array.of(
        ...runningReturns.subarray(copy * players, (copy + 1) * players),
        runningLengths[copy],
      ),
      counts: [restarts[copy], Math.max(stepsTaken, 0)],
    }),
    restoreCopy(copy, saved, observations) {
      const state = savedRecord(saved, ["environment", "observation", "running", "counts"]);
      const row = observations.subarray(copy * observationSize, (copy + 1) * observationSize);
      const observation = within("observation", () => savedArray(state.observation, row));
      const running = within("running", () => savedArray(state.running, new Float64Array(players + 1)));
      [restarts[copy], stepsTaken] = within("counts", () => savedList(state.counts, 2).map(savedCount));
      if (batch.restore && state.environment !== null) {
        within("environment", () => batch.restore!(copy, state.environment));
        row.set(observation);
        later?.set(observation, copy * observationSize);
        runningReturns.set(running.subarray(0, players), copy * players);
        runningLengths[copy] = running[players];
      } else {
        restarts[copy] += 1;
        waiting[copy] = 1;
      }
      idle = Math.max(0, idle - 1);
      if (idle === 0 && !waiting.includes(1)) update();
    },
    beginRestored(observations) {
      if (!waiting.includes(1)) return;
      for (let copy = 0; copy < count; copy += 1) {
        if (waiting[copy] === 0) continue;
        batch.reset(copy, observations, restart(copy));
        look(observations, copy, copy + 1);
      }
      if (idle === 0) update();
    },
    async beginRestoredLater(observations) {
      if (!later) return this.beginRestored(observations());
      const copies = [...waiting.keys()].filter((copy) => waiting[copy] === 1);
      if (copies.length === 0) return;
      await Promise.all(copies.map((copy) => batch.resetLater!(copy, later, restart(copy))));
      for (const copy of copies) {
        look(later, copy, copy + 1);
        const start = copy * observationSize;
        observations().set(later.subarray(start, start + observationSize), start);
      }
      if (idle === 0) update();
    },

    close,
  };
}
