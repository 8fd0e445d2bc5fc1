import { widthOf } from "../../graph/index.ts";
import type { ActionArray, Policy } from "../../policies/index.ts";
import { requireInteger } from "../../text/require-number.ts";
import { valueInText } from "../../text/value-in-text.ts";

/** Where demonstrations are written: a row for each. */
export interface DemonstrationRows {
  /** `[rows, observationSize]`: flattened, as networks see them. */
  readonly observations: Float32Array;
  /** `[rows, actionSize]`: of a box in the units of the environment; choices counted from 0. */
  readonly actions: ActionArray;
  /** `[rows, actions]`: 1 where an action was legal, and 1 wherever nothing is written; where a policy takes masks. */
  readonly legalActions: Uint8Array | undefined;
  /** `[rows]`: how much each counts; 1 where nothing is written. */
  readonly weights: Float32Array;
  /** `[rows, targetSize]`: what an auxiliary task is to tell of what was seen; 0 where nothing is written. */
  readonly targets?: Float32Array | undefined;
}

/** What was done when something was seen: as many demonstrations as there are, of which any can be read. */
export interface Demonstrations {
  readonly count: number;
  /**
   * Steps of each: with more than one, it is an episode from its beginning on, whose steps are written to as many rows from
   * `row` on; where it is shorter, weights of 0 to the rest. Policies with a state need whole episodes. Default 1.
   */
  readonly steps?: number | undefined;
  /** Numbers of each that an auxiliary task is to tell, for a learner that has one. Default 0. */
  readonly targetSize?: number | undefined;
  /**
   * Writes a demonstration to a row. What a source has may be anything from which that can be written: bytes, bits, or the
   * moves of games, which are played again up to the one that is asked for.
   *
   * @param index from 0 to `count` − 1
   */
  read(index: number, into: DemonstrationRows, row: number): void;
}

type Seen = Pick<Policy, "observationSpace" | "actionSpace" | "masked" | "rows" | "stateSize">;

type Numbers = Uint8Array | Int8Array | Int32Array | Float32Array | Float64Array;

/** Demonstrations in arrays, of one step each. They stay as they are: of 0 and 1, bytes take a quarter of what floats do. */
export interface DemonstrationArrays {
  /** `[count, observationSize]` */
  readonly observations: Numbers;
  /** `[count, actionSize]` */
  readonly actions: Numbers;
  /** `[count, actions]`, not 0 where an action was legal; default: all were. */
  readonly legalActions?: Numbers | undefined;
  /** `[count]`: how much each counts; default 1. */
  readonly weights?: Numbers | undefined;
}

export type DemonstrationSource = Demonstrations | DemonstrationArrays;

/**
 * @param policy whose numbers the demonstrations have
 * @throws TypeError for what is neither, and for single steps where the policy has a state; RangeError for arrays whose lengths do not belong together, and for none at all
 */
export function resolveDemonstrations(source: DemonstrationSource, policy: Seen): Demonstrations {
  if (typeof source !== "object" || source === null) throw noSource(source);
  if ("read" in source) {
    if (typeof source.read !== "function" || !(Number.isSafeInteger(source.count) && source.count >= 1)) {
      throw new TypeError(
        `demonstrations: count is ${valueInText(source.count)} and read ${valueInText(source.read)}; they must be a whole ` +
          "number from 1, and a function that writes a demonstration to a row",
      );
    }
    if (source.steps !== undefined) requireInteger("demonstrations: steps", source.steps, 1);
    requireEpisodes(source, policy);
    return source;
  }
  requireEpisodes({}, policy);
  return fromArrays(source, policy);
}

function requireEpisodes({ steps = 1 }: Pick<Demonstrations, "steps">, { stateSize }: Seen): void {
  if (stateSize === 0 || steps > 1) return;
  throw new TypeError(
    "demonstrations: the architecture is recurrent, and they are single steps. Give whole episodes, { count, steps, read } with " +
      'their number of steps, or take an architecture without a state, such as { kind: "mlp", … }',
  );
}

function fromArrays(
  arrays: DemonstrationArrays,
  { observationSpace, actionSpace, masked, rows }: Seen,
): Demonstrations {
  const observationSize = observationSpace.size;
  const actionSize = widthOf(rows.actions);
  const maskSize = masked ? actionSpace.size : 0;
  const { observations, actions, legalActions, weights } = arrays;
  if (!ArrayBuffer.isView(observations) || !ArrayBuffer.isView(actions)) throw noSource(arrays);
  const count = actions.length / actionSize;
  const wanted = { observations: observationSize, actions: actionSize, legalActions: maskSize, weights: 1 };
  for (const name of ["observations", "actions", "legalActions", "weights"] as const) {
    const found = arrays[name];
    if (found === undefined) continue;
    if (Number.isSafeInteger(count) && count > 0 && found.length === count * wanted[name]) continue;
    if (name === "legalActions" && maskSize === 0) {
      throw new RangeError(
        "demonstrations: legalActions is there, and the environment has none; leave it out",
      );
    }
    throw new RangeError(
      `demonstrations: ${name} has ${found.length} numbers, and actions ${actions.length}; for n demonstrations it must ` +
        `be n × ${wanted[name]}, and actions n × ${actionSize}, with n from 1`,
    );
  }
  return {
    count,
    read(index, into, row) {
      copy(observations, index, into.observations, row, observationSize);
      copy(actions, index, into.actions, row, actionSize);
      if (weights) into.weights[row] = weights[index];
      if (!legalActions || !into.legalActions) return;
      for (let i = 0; i < maskSize; i++) {
        into.legalActions[row * maskSize + i] = legalActions[index * maskSize + i] === 0 ? 0 : 1;
      }
    },
  };
}

function copy(from: Numbers, index: number, to: Float32Array | Int32Array, row: number, width: number): void {
  for (let i = 0; i < width; i++) {
    const number = from[index * width + i];
    to[row * width + i] = number;
    if (to[row * width + i] === number || to instanceof Float32Array) continue;
    throw new RangeError(
      `demonstrations: the action of demonstration ${index} has ${number}; it must be a whole number, of an action that there is`,
    );
  }
}

function noSource(found: unknown): TypeError {
  return new TypeError(
    `demonstrations: found ${valueInText(found)}; they must be typed arrays { observations, actions }, or { count, read } ` +
      "that writes any of them to a row",
  );
}
