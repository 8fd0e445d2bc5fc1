import { describeValue } from "../../text/describe-value.ts";
import { knownOptions } from "../../text/known-options.ts";
import { requireFinite, requireInteger } from "../../text/require-number.ts";
import { valueInText } from "../../text/value-in-text.ts";
import { normalizedDistribution } from "../probabilities.ts";
import type { Mdp } from "./mdp.ts";
import { mdpEnvironment } from "./mdp-environment.ts";
import { type MdpFrame, readTransitions, type TransitionSource } from "./read-transitions.ts";
import { requireList } from "./require-list.ts";

/**
 * What {@link createMdp} makes an MDP of. States and actions are counted from 0. Probabilities must sum to 1 within 1e-8;
 * they are then divided by their sum, so that rounding in what was written down changes nothing else.
 */
export interface MdpDescription {
  /** P(s′ | s, a). */
  readonly transitions: TransitionSource;
  /** R(s, a), the expected reward: `rewards[s][a]`, or row-major [states × actions] in one `Float64Array`. */
  readonly rewards: readonly ArrayLike<number>[] | Float64Array;
  /** The probability of each state to be the first: [states]. */
  readonly start: ArrayLike<number>;
  /** γ in [0, 1); 1 only with terminal states. */
  readonly discount: number;
  /**
   * States in which an episode is over: nothing is earned there, nothing leads out, and their value is 0. Their rows
   * of transitions can be left out.
   */
  readonly terminal?: readonly number[];
  /** `legalActions[s][a]`, 0 where an action is not allowed; its transitions and rewards are not looked at. Default: all. */
  readonly legalActions?: readonly ArrayLike<number>[];
  /** What the environment is called; default "Mdp-v0". */
  readonly id?: string;
  /** One sentence about the task. */
  readonly description?: string;
  /** The number of steps after which sampled episodes are truncated; exact values know no such limit. Default: none. */
  readonly maxEpisodeSteps?: number;
}

/**
 * @throws RangeError or TypeError that says which entry is wrong, how, and what is allowed
 * @example
 * const mdp = createMdp({
 *   transitions: [
 *     [[0.7, 0.3], [0.1, 0.9]],
 *     [[0.2, 0.8], [0.6, 0.4]],
 *   ],
 *   rewards: [[1, 0], [0, 2]],
 *   start: [1, 0],
 *   discount: 0.9,
 * });
 */
export function createMdp(description: MdpDescription): Mdp {
  const names = ["transitions", "rewards", "start", "discount", "terminal", "legalActions"] as const;
  knownOptions("createMdp", description, [...names, "id", "description", "maxEpisodeSteps"]);
  for (const name of ["transitions", "rewards", "start"] as const) {
    if (description[name] === undefined) throw new TypeError(`mdp: ${name} is missing.`);
  }
  const { discount, maxEpisodeSteps = Infinity, id = "Mdp-v0" } = description;
  requireList("start", description.start);
  const isLimited = maxEpisodeSteps !== Infinity;
  if (isLimited) requireInteger("mdp: maxEpisodeSteps", maxEpisodeSteps, 1);
  const states = description.start.length;
  if (states === 0) throw new RangeError("mdp: start has no entries; give the probability of every state.");
  const start = normalizedDistribution("start", description.start);
  const actions = numberOfActions(description.rewards, states);
  const terminal = readTerminal(description.terminal ?? [], states);
  const isEpisodic = terminal.includes(1);
  requireStartBeforeEnd(start, terminal);
  requireDiscount(discount, isEpisodic);
  const { description: sentence = `A finite MDP of ${states} states and ${actions} actions.` } = description;
  requireText("id", id);
  requireText("description", sentence);
  const legalActions =
    description.legalActions && readLegalActions(description.legalActions, states, actions);

  const mdp: Mdp = {
    id,
    description: sentence,
    ...(isLimited && { maxEpisodeSteps }),
    states,
    actions,
    transitions: readTransitions(description.transitions, { states, actions, terminal, legalActions }),
    rewards: readRewards(description.rewards, { states, actions, terminal, legalActions }),
    start,
    discount,
    terminal,
    isEpisodic,
    legalActions,
    ...mdpEnvironment(() => mdp),
  };
  return mdp;
}

function requireDiscount(discount: number, isEpisodic: boolean): void {
  if (typeof discount === "number" && discount >= 0 && (discount < 1 || (discount === 1 && isEpisodic)))
    return;
  throw new RangeError(
    `mdp: discount is ${valueInText(discount)}; it must be in [0, 1)` +
      `${discount === 1 ? ": without terminal states, undiscounted rewards have no finite sum" : ""}.`,
  );
}

function requireText(name: string, value: unknown): void {
  if (typeof value === "string") return;
  throw new TypeError(`mdp: ${name} is ${valueInText(value)}; it must be a string.`);
}

function requireStartBeforeEnd(start: ArrayLike<number>, terminal: Uint8Array): void {
  const state = terminal.findIndex((ends, i) => ends === 1 && start[i] > 0);
  if (state < 0) return;
  throw new RangeError(
    `mdp: start[${state}] is ${start[state]}, but state ${state} is terminal; no episode begins at its end: give 0.`,
  );
}

function numberOfActions(rewards: MdpDescription["rewards"], states: number): number {
  if (rewards instanceof Float64Array) {
    const actions = rewards.length / states;
    if (Number.isInteger(actions) && actions > 0) return actions;
    throw new RangeError(
      `mdp: rewards has ${rewards.length} entries, no multiple of the ${states} states of start.`,
    );
  }
  requireRows("rewards", rewards);
  if (rewards.length !== states) {
    throw new RangeError(`mdp: rewards has ${rewards.length} rows; start has ${states} states.`);
  }
  const actions = rewards[0].length;
  const odd = rewards.findIndex((row) => row.length !== actions);
  if (odd > 0) {
    throw new RangeError(
      `mdp: rewards[${odd}] has ${rewards[odd].length} entries, but rewards[0] has ${actions}; there must be one for ` +
        "each action. Where an action is not allowed, say so in legalActions.",
    );
  }
  if (actions === 0)
    throw new RangeError("mdp: rewards[0] has no entries; there must be one for each action.");
  return actions;
}

/** @throws TypeError unless each row is a list */
function requireRows(name: string, rows: readonly ArrayLike<number>[]): void {
  if (ArrayBuffer.isView(rows)) {
    throw new TypeError(
      `mdp: ${name} is ${describeValue(rows)}; it must be a list of rows, one for each state${name === "rewards" ? ", or a Float64Array" : ""}.`,
    );
  }
  requireList(name, rows);
  for (let state = 0; state < rows.length; state++) requireList(`${name}[${state}]`, rows[state]);
}

function readTerminal(list: ArrayLike<number>, states: number): Uint8Array {
  requireList("terminal", list);
  const terminal = new Uint8Array(states);
  for (let i = 0; i < list.length; i++) {
    const state = list[i];
    if (!Number.isInteger(state) || state < 0 || state >= states) {
      throw new RangeError(
        `mdp: terminal[${i}] is ${valueInText(state)}; it must be a state, from 0 to ${states - 1}.`,
      );
    }
    terminal[state] = 1;
  }
  return terminal;
}

function readLegalActions(rows: readonly ArrayLike<number>[], states: number, actions: number): Uint8Array {
  requireRows("legalActions", rows);
  if (rows.length !== states) {
    throw new RangeError(`mdp: legalActions has ${rows.length} rows; start has ${states} states.`);
  }
  const legal = new Uint8Array(states * actions);
  for (let state = 0; state < states; state++) {
    const row = rows[state];
    if (row.length !== actions) {
      throw new RangeError(
        `mdp: legalActions[${state}] has ${row.length} entries; there must be one for each of ${actions} actions.`,
      );
    }
    for (let action = 0; action < actions; action++) {
      requireFinite(`mdp: legalActions[${state}][${action}]`, row[action]);
      legal[state * actions + action] = row[action] === 0 ? 0 : 1;
    }
    if (!legal.subarray(state * actions, (state + 1) * actions).includes(1)) {
      throw new RangeError(`mdp: legalActions[${state}] allows no action; at least one must be legal.`);
    }
  }
  return legal;
}

function readRewards(source: MdpDescription["rewards"], frame: MdpFrame): Float64Array {
  const { states, actions, terminal, legalActions } = frame;
  const rewards = new Float64Array(states * actions);
  for (let state = 0; state < states; state++) {
    for (let action = 0; action < actions; action++) {
      const pair = state * actions + action;
      if (legalActions && legalActions[pair] === 0) continue;
      const reward =
        source instanceof Float64Array ? source[pair] : (source[state] as ArrayLike<number>)[action];
      const name = `mdp: rewards[${state}][${action}]`;
      requireFinite(name, reward);
      if (terminal[state] && reward !== 0) {
        throw new RangeError(
          `${name} is ${reward}; state ${state} is terminal, where nothing is earned: give 0.`,
        );
      }
      rewards[pair] = reward;
    }
  }
  return rewards;
}
