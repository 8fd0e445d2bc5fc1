import { requireOptionsObject } from "../../text/known-options.ts";
import { requireInteger, requireLength } from "../../text/require-number.ts";
import { valueInText } from "../../text/value-in-text.ts";
import type { EnvironmentSource } from "../environment-source.ts";
import { wrongActions } from "./action-layout.ts";
import { closeQuietly } from "./close-quietly.ts";
import type { VectorEnvironment } from "./vector-environment.ts";
import { type VectorizeOptions, vectorizeEach } from "./vectorize.ts";

/** When the next episode of a copy begins, by Gymnasium's names (`gymnasium.vector.AutoresetMode`). */
export type AutoresetMode = "next-step" | "same-step" | "disabled";

export interface AutoresetOptions extends VectorizeOptions {
  /** Default "next-step", as in Gymnasium. */
  readonly autoreset?: AutoresetMode;
}

/** Copies of an environment to be stepped by hand. Make one with {@link vectorizeWithAutoreset}. */
export interface AutoresetEnvironment
  extends Pick<
    VectorEnvironment,
    "id" | "count" | "observationSpace" | "actionSpace" | "observationSize" | "actionSize" | "players"
  > {
  readonly autoreset: AutoresetMode;
  /** `[count, observationSize]`: what is observed now, written anew by every `reset` and `step`. */
  readonly observations: Float32Array;
  /** `[count, players]`: the rewards of the last step. */
  readonly rewards: Float64Array;
  /** `[count]`: 1 where the task ended in the last step. */
  readonly terminated: Uint8Array;
  /** `[count]`: 1 where the episode was cut off in the last step. */
  readonly truncated: Uint8Array;
  /** `[count, observationSize]`: the last observations of the episodes that ended in the last step; other rows are stale. */
  readonly finalObservations: Float32Array;
  /** `[count, players]`: the sums of rewards of the episodes that ended in the last step; other rows are stale. */
  readonly episodeReturns: Float64Array;
  /** `[count]`: the lengths of the episodes that ended in the last step; others are stale. */
  readonly episodeLengths: Int32Array;
  /**
   * `[count, actionSpace.size]`: 1 where an action is legal, and for copies that take none until they begin anew;
   * `undefined` for environments without `legalActions`.
   */
  readonly legalActions: Uint8Array | undefined;
  /** `[count]`: who is to move, in a game of several players; stale where an episode has ended. */
  readonly movers: Int32Array | undefined;

  /**
   * Begins an episode in every copy, from its own seed again; or, with autoreset disabled, the next episode in the copies
   * that are given.
   *
   * @throws RangeError for a copy that there is not, or whose episode is running
   */
  reset(copies?: readonly number[]): void;

  /**
   * Steps the copies. After the end of an episode in copy i,
   * - "same-step": this step begins the next one. `observations` has its first observation, `finalObservations` the last one
   *   of the episode that ended, whose rewards and flags these are;
   * - "next-step": `observations` has the last one of the episode that ended. The step after takes no action in this copy: it
   *   begins the next episode, with a reward of 0 and neither flag;
   * - "disabled": the same, and the copy must be reset before the next step.
   *
   * @param actions as `step` of `VectorEnvironment` takes them; those of copies that take none are not looked at
   * @throws Error before the first `reset`, and with autoreset disabled, where an episode has ended; otherwise as `step` of `VectorEnvironment`
   */
  step(actions: Int32Array | Float32Array): void;

  /** Closes every copy. */
  close(): void;
}

/**
 * Copies of an environment to be stepped by hand, with one of Gymnasium's three ways to begin the next episode. Copies,
 * seeds and checks are those of {@link vectorize}, which always begins it in the same step, as all algorithms want it, and
 * uses the environment's fast path; here, copies are stepped one by one.
 *
 * @throws RangeError for another mode; otherwise as {@link vectorize}
 *
 * @example
 * const copies = vectorizeWithAutoreset("CartPole-v1", { count: 8, autoreset: "next-step" });
 * copies.reset();
 * copies.step(new Int32Array(8));
 */
export function vectorizeWithAutoreset(
  source: EnvironmentSource,
  options: AutoresetOptions = {},
): AutoresetEnvironment {
  requireOptionsObject("vectorizeWithAutoreset", options, "{ count: 8 }");
  const { autoreset = "next-step", ...others } = options;
  if (!(["next-step", "same-step", "disabled"] as unknown[]).includes(autoreset)) {
    throw new RangeError(
      `vectorizeWithAutoreset: autoreset is ${valueInText(autoreset)}; it must be "next-step", "same-step" or "disabled"`,
    );
  }
  const copies = vectorizeEach(source, others);
  const count = copies.length;
  const { id, observationSpace, actionSpace, observationSize, actionSize, players, legalActions, movers } =
    copies[0];
  const floats = (numbers: number) => new Float32Array(count * numbers);
  const observations = floats(observationSize);
  const finalObservations = floats(observationSize);
  /** The first observations of the next episodes, which `copies` have begun already. */
  const next = floats(observationSize);
  const nextOf = Array.from({ length: count }, (_, copy) => rowOf(next, copy, observationSize));
  const rewards = new Float64Array(count * players);
  const episodeReturns = new Float64Array(count * players);
  const episodeLengths = new Int32Array(count);
  const terminated = new Uint8Array(count);
  const truncated = new Uint8Array(count);
  const masks = legalActions && new Uint8Array(count * actionSpace.size);
  const toMove = movers && new Int32Array(count);
  /** Copies whose episode has ended and whose next one has not been shown. */
  const waiting = new Uint8Array(count);
  let begun = false;

  /** Shows what a copy observes, and what may be done there. */
  const show = (copy: number): void => {
    observations.set(nextOf[copy], copy * observationSize);
    masks?.set(copies[copy].legalActions!, copy * actionSpace.size);
    if (toMove) toMove[copy] = copies[copy].movers![0];
    waiting[copy] = 0;
  };
  const begin = (copy: number): void => {
    show(copy);
    rewards.fill(0, copy * players, (copy + 1) * players);
    terminated[copy] = 0;
    truncated[copy] = 0;
  };
  const take = (copy: number, actions: Int32Array | Float32Array): void => {
    const stepped = copies[copy];
    stepped.step(rowOf(actions, copy, actionSize), nextOf[copy]);
    rewards.set(stepped.rewards, copy * players);
    terminated[copy] = stepped.terminated[0];
    truncated[copy] = stepped.truncated[0];
    if (stepped.episodesEnded > 0) {
      finalObservations.set(stepped.finalObservations, copy * observationSize);
      episodeReturns.set(stepped.episodeReturns, copy * players);
      episodeLengths[copy] = stepped.episodeLengths[0];
    }
    if (stepped.episodesEnded === 0 || autoreset === "same-step") {
      show(copy);
      return;
    }
    observations.set(stepped.finalObservations, copy * observationSize);
    masks?.fill(1, copy * actionSpace.size, (copy + 1) * actionSpace.size);
    waiting[copy] = 1;
  };

  return {
    ...{ id, count, observationSpace, actionSpace, observationSize, actionSize, players, autoreset },
    ...{ observations, rewards, terminated, truncated, finalObservations, episodeReturns, episodeLengths },
    legalActions: masks,
    movers: toMove,
    reset(chosen) {
      for (const copy of chosen ?? []) {
        requireInteger("reset: copy", copy, 0);
        if (copy < count && waiting[copy] === 1 && autoreset === "disabled") continue;
        throw new RangeError(
          `reset: copy ${copy} cannot be reset alone; it must be one of ${count} copies whose episode has ended, with ` +
            'autoreset: "disabled"',
        );
      }
      if (!chosen) for (const [copy, each] of copies.entries()) each.reset(nextOf[copy]);
      for (const copy of chosen ?? copies.keys()) begin(copy);
      begun = true;
    },
    step(actions) {
      if (!begun) throw new Error("step: the environments have not begun. Call reset() first.");
      if (!ArrayBuffer.isView(actions)) throw wrongActions(actionSpace, actions);
      requireLength("actions", actions, count * actionSize);
      const ended = autoreset === "disabled" ? waiting.indexOf(1) : -1;
      if (ended >= 0) {
        throw new Error(
          `${id}, copy ${ended}: its episode has ended, and autoreset is disabled. Call reset([${ended}]) before the next step.`,
        );
      }
      for (let copy = 0; copy < count; copy += 1) {
        if (waiting[copy] === 1) begin(copy);
        else take(copy, actions);
      }
    },
    close() {
      try {
        for (const each of copies) each.close();
      } finally {
        closeQuietly(copies);
      }
    },
  };
}

/** Row `row` of an array of rows of `size` numbers. */
function rowOf<Numbers extends Int32Array | Float32Array>(
  array: Numbers,
  row: number,
  size: number,
): Numbers {
  return array.subarray(row * size, (row + 1) * size) as Numbers;
}
