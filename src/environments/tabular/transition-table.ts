import { requireFinite, requireInteger } from "../../text/require-number.ts";
import { valueInText } from "../../text/value-in-text.ts";

/** One of the things that an action can lead to. */
export interface Outcome {
  readonly probability: number;
  /** The state that follows. */
  readonly next: number;
  readonly reward: number;
  /** Of a normal density with mean `reward` that the reward is drawn from; default: the reward is what it is. */
  readonly standardDeviation?: number;
}

/**
 * A finite environment, written down: whatever can follow from each state and action. States and actions are counted from
 * 0. It gives both an environment to act in ({@link tabularEnvironment}) and the exact MDP (`mdpFromEnvironment` of
 * `logpi/mdp`).
 */
export interface TransitionTable {
  readonly states: number;
  readonly actions: number;
  /** The probability of each state to be the first: [states]. */
  readonly start: ArrayLike<number>;
  /**
   * What an action can lead to, in the order in which it is drawn; probabilities sum to 1. Nothing, for every action, in a
   * state in which an episode is over, and in one that nothing leads to.
   */
  outcomes(state: number, action: number): readonly Outcome[];
}

/** How far from 1 a sum of probabilities may be. */
const sumTolerance = 1e-8;

/**
 * @throws RangeError that says which entry of the table is wrong, how, and what is allowed; TypeError where what should be there
 *   is not
 */
export function checkTransitionTable(table: TransitionTable): void {
  if (typeof table !== "object" || table === null || typeof table.outcomes !== "function") {
    throw new TypeError(
      `table: what is made is ${valueInText(table)}; it must be an object with states, actions, start and a method outcomes.`,
    );
  }
  const { states, actions, start } = table;
  requireInteger("table: states", states, 1);
  requireInteger("table: actions", actions, 1);
  if (start?.length === undefined) {
    throw new TypeError(
      `table: start is ${valueInText(start)}; it must be a list of probabilities, one for each state.`,
    );
  }
  /** Asked of the table itself: it may be an object of a class. */
  const outcomes = (state: number, action: number): readonly Outcome[] => {
    const row = table.outcomes(state, action);
    if (Array.isArray(row)) return row;
    throw new TypeError(
      `table: outcomes(${state}, ${action}) is ${valueInText(row)}; it must be a list, empty where an episode is over.`,
    );
  };
  if (start.length !== states) {
    throw new RangeError(
      `table: start has ${start.length} entries; it must have one for each of ${states} states.`,
    );
  }
  requireDistribution("start", Array.from(start));
  for (let state = 0; state < states; state++) {
    const isOver = outcomes(state, 0).length === 0;
    if (isOver && start[state] > 0) {
      throw new RangeError(
        `table: start[${state}] is ${start[state]}, but nothing follows state ${state}; give 0.`,
      );
    }
    for (let action = 0; action < actions; action++) {
      const name = `outcomes(${state}, ${action})`;
      const row = outcomes(state, action);
      if ((row.length === 0) !== isOver) {
        throw new RangeError(`table: ${name} must be empty for all actions of a state, or for none.`);
      }
      if (isOver) continue;
      requireDistribution(
        name,
        row.map(({ probability }) => probability),
      );
      for (const { next, reward, standardDeviation = 0 } of row) {
        if (!(Number.isInteger(next) && next >= 0 && next < states)) {
          throw new RangeError(
            `table: ${name} leads to ${next}; it must be a state, from 0 to ${states - 1}.`,
          );
        }
        requireFinite(`table: a reward of ${name}`, reward);
        requireDeviation(`table: a standardDeviation of ${name}`, standardDeviation);
      }
    }
  }
}

function requireDistribution(name: string, probabilities: readonly number[]): void {
  const sum = probabilities.reduce((total, probability) => total + probability, 0);
  if (probabilities.every((probability) => probability >= 0) && Math.abs(sum - 1) <= sumTolerance) return;
  throw new RangeError(
    `table: the probabilities of ${name} must be from 0 on, with sum 1; their sum is ${sum}.`,
  );
}

/** @throws RangeError unless the value is a finite number from 0 */
export function requireDeviation(name: string, value: unknown): void {
  if (typeof value === "number" && value >= 0 && value < Infinity) return;
  throw new RangeError(`${name} is ${valueInText(value)}; it must be from 0 on.`);
}
