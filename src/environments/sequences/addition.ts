import { createGenerator, type Generator } from "../../random/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { requireFlag } from "../../text/require-flag.ts";
import { requireInteger } from "../../text/require-number.ts";
import { batchFromDynamics, type Dynamics, environmentFromDynamics } from "../dynamics.ts";
import type { EnvironmentDefinition } from "../environment-definition.ts";
import { foundById } from "../found-by-id.ts";
import { discrete } from "../spaces/discrete.ts";
import { environmentSeed } from "../vectorize/environment-seed.ts";

/** Sums of two numbers: see {@link addition}. */
export interface AdditionOptions {
  /** Digits of each summand, 1 to 6; default 3. */
  readonly digits?: number;
  /** Whether the sums are the fifth that others never show, for judging; default false: they are the others. */
  readonly heldOut?: boolean;
}

/** What is seen beside the digits. */
const plus = 10;
const equals = 11;

/** Adds two numbers: see {@link addition}. */
interface Addition {
  readonly digits: number;
  readonly heldOut: boolean;
}

/** State: the two summands, what has been written of the sum so far, as a number, and the steps taken. */
export function additionDynamics({ digits, heldOut }: Addition): Dynamics<number, number> {
  const shown = 2 * digits + 2;
  const steps = shown + digits;
  return {
    observationSpace: discrete(12),
    actionSpace: discrete(10),
    stateSize: 4,

    reset(state, at, generator) {
      do {
        state[at] = generator.integers(0, 10 ** digits);
        state[at + 1] = generator.integers(0, 10 ** digits);
      } while (isHeldOut(state[at], state[at + 1]) !== heldOut);
      state[at + 2] = 0;
      state[at + 3] = 0;
    },

    step(state, at, actions, index, rewards, terminated) {
      const written = state[at + 3] - (shown - 1);
      if (written >= 0) state[at + 2] += actions[index] * 10 ** written;
      state[at + 3] += 1;
      const ends = state[at + 3] === steps;
      rewards[index] = ends && state[at + 2] === state[at] + state[at + 1] ? 1 : 0;
      terminated[index] = ends ? 1 : 0;
    },

    observe(state, at, observations, offset) {
      observations.fill(0, offset, offset + 12);
      observations[offset + tokenOf(state, at, digits)] = 1;
    },

    legalActions(state, at, mask, offset) {
      mask.fill(state[at + 3] < shown - 1 ? 0 : 1, offset, offset + 10);
      mask[offset] = 1;
    },

    isState: ([first, second, sum, step]) =>
      [first, second].every((each) => isBelow(each, 10 ** digits)) &&
      isHeldOut(first, second) === heldOut &&
      isBelow(sum, 10 ** Math.max(0, step - shown + 1)) &&
      isBelow(step, steps + 1),
  };
}

/** What is shown at a step: the summands, and then what was written last. */
function tokenOf(state: Float64Array, at: number, digits: number): number {
  const step = state[at + 3];
  if (step < digits) return digitOf(state[at], step);
  if (step === digits) return plus;
  if (step <= 2 * digits) return digitOf(state[at + 1], step - digits - 1);
  return step === 2 * digits + 1 ? equals : digitOf(state[at + 2], step - 2 * digits - 2);
}

const digitOf = (number: number, place: number) => Math.floor(number / 10 ** place) % 10;
const isBelow = (value: number, limit: number) => Number.isInteger(value) && value >= 0 && value < limit;

/** Whether a sum is one of those that are for judging alone, whatever the order of its summands: one in five, by a hash. */
function isHeldOut(first: number, second: number): boolean {
  let hash =
    Math.imul(Math.min(first, second) + 1, 0x9e3779b1) ^ Math.imul(Math.max(first, second) + 1, 0x85ebca77);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) % 5 === 0;
}

/**
 * Addition-v0: add two numbers that are written in digits, from the ones on, as in written addition. 527 + 86 is shown as
 * 7 2 5 + 6 8 0 = and answered by 3 1 6 0: a task for policies that remember, whose reward comes only at the end and can be
 * verified.
 *
 * - Observation: one of twelve tokens, the digits, + (10) and = (11); after = what the policy wrote last.
 * - Actions: the ten digits. While the summands are shown only 0 is legal, and means nothing; from = on each action writes a
 *   digit of the sum, which has one more than the summands.
 * - Reward: at the end 1 if all digits are right, otherwise 0; 0 before.
 * - Terminated: when the sum is written, after 3 · digits + 2 steps.
 * - Start: summands of up to `digits` digits, each pair as probable as any other, but for one in five, whatever their order:
 *   those are held out, and are the ones of AdditionHeldOut-v0, to judge by.
 *
 * @throws OptionsError for options that there are not, RangeError for other numbers of digits, TypeError unless `heldOut` is
 *   true or false
 */
export function addition(options: AdditionOptions = {}): EnvironmentDefinition<number, number> {
  const { digits = 3, heldOut = false } = knownOptions("addition", options, ["digits", "heldOut"]);
  requireDigits(digits);
  requireFlag("addition: heldOut", heldOut);
  const dynamics = additionDynamics({ digits, heldOut });
  const name = `Addition${heldOut ? "HeldOut" : ""}`;
  const definition: EnvironmentDefinition<number, number> = {
    id: digits === 3 ? `${name}-v0` : `${name}-${digits}-v0`,
    description: `Add two numbers of ${digits} digits, digit by digit${heldOut ? ": sums that training never shows" : ""}.`,
    create: () => environmentFromDynamics(dynamics),
    batch: (count) => batchFromDynamics(dynamics, count),
  };
  return foundById(definition, digits === 3);
}

/** Right answers: see {@link additionDemonstrations}. */
export interface AdditionDemonstrationsOptions {
  /** Digits of each summand; default 3. */
  readonly digits?: number;
  /** How many sums, which may come twice. */
  readonly count: number;
  /** What draws them; default 0. */
  readonly seed?: number;
}

/** Where a demonstration is written. */
interface Rows {
  readonly observations: Float32Array;
  readonly actions: Float32Array | Int32Array;
  readonly legalActions: Uint8Array | undefined;
}

/**
 * Sums of Addition-v0 with their right answers, a whole episode each, for behavior cloning: none that is held out.
 *
 * @throws OptionsError for options that there are not, RangeError for numbers that are out of range
 */
export function additionDemonstrations(options: AdditionDemonstrationsOptions) {
  const {
    digits = 3,
    count,
    seed = 0,
  } = knownOptions("additionDemonstrations", options, ["digits", "count", "seed"]);
  requireDigits(digits);
  requireInteger("additionDemonstrations: count", count, 1);
  const dynamics = additionDynamics({ digits, heldOut: false });
  const steps = 3 * digits + 2;
  const state = new Float64Array(4);
  const action = new Int32Array(1);
  const rewards = new Float64Array(1);
  const terminated = new Uint8Array(1);
  return {
    count,
    steps,
    read(index: number, { observations, actions, legalActions }: Rows, row: number): void {
      const generator: Generator = createGenerator(environmentSeed(seed, index));
      dynamics.reset(state, 0, generator);
      const sum = state[0] + state[1];
      for (let step = 0; step < steps; step++) {
        dynamics.observe(state, 0, observations, (row + step) * 12);
        if (legalActions) dynamics.legalActions!(state, 0, legalActions, (row + step) * 10);
        action[0] = step <= 2 * digits ? 0 : digitOf(sum, step - 2 * digits - 1);
        actions[row + step] = action[0];
        dynamics.step(state, 0, action, 0, rewards, terminated, generator);
      }
    },
  };
}

function requireDigits(digits: number): void {
  requireInteger("digits", digits, 1);
  if (digits > 6) throw new RangeError(`addition: digits is ${digits}; it must be 6 at most`);
}
