import { describeValue } from "../../text/describe-value.ts";
import { valueInText } from "../../text/value-in-text.ts";
import { isProbability, normalizeRow, requireProbability, sumTolerance } from "../probabilities.ts";
import { denseTransitions } from "./dense-transitions.ts";
import { requireList } from "./require-list.ts";
import { sparseTransitions } from "./sparse-transitions.ts";
import type { Transitions } from "./transitions.ts";

/** The sizes and special states of an MDP that is being read. */
export interface MdpFrame {
  readonly states: number;
  readonly actions: number;
  readonly terminal: Uint8Array;
  readonly legalActions: Uint8Array | undefined;
}

/** One probability: P(s′ | s, a) = p. */
export type TransitionRow = readonly [state: number, action: number, next: number, probability: number];

/** {@link TransitionRow}s by columns, for many of them. */
export interface TransitionColumns {
  readonly states: ArrayLike<number>;
  readonly actions: ArrayLike<number>;
  readonly nextStates: ArrayLike<number>;
  readonly probabilities: ArrayLike<number>;
}

/**
 * Where P(s′ | s, a) can come from:
 * - dense: `transitions[s][a][s′]`, or row-major [states × actions × states] in one `Float64Array`;
 * - sparse: rows `[s, a, s′, p]` in any order, as a list or by columns. What is left out is 0; probabilities of equal
 *   s, a and s′ are added.
 */
export type TransitionSource =
  | readonly (readonly ArrayLike<number>[])[]
  | Float64Array
  | readonly TransitionRow[]
  | TransitionColumns;

/** @throws RangeError that names the first row that is wrong, and how */
export function readTransitions(source: TransitionSource, frame: MdpFrame): Transitions {
  if (source instanceof Float64Array) return readDense(source, frame);
  if (!Array.isArray(source)) return readSparse(requireColumns(source), frame);
  if (isListOfRows(source)) return readSparse(columnsOf(source), frame);
  return readDense(flatten(source, frame), frame);
}

/** @throws TypeError unless there are the four columns */
function requireColumns(source: unknown): TransitionColumns {
  if (typeof source !== "object" || source === null || ArrayBuffer.isView(source)) {
    throw new TypeError(
      `mdp: transitions is ${describeValue(source)}; it must be nested lists [s][a][s′] or one Float64Array of them, rows ` +
        "[s, a, s′, p], or columns of these.",
    );
  }
  const columns = source as Readonly<Record<keyof TransitionColumns, ArrayLike<number>>>;
  for (const name of ["states", "actions", "nextStates", "probabilities"] as const) {
    requireList(`transitions.${name}`, columns[name]);
  }
  return columns;
}

/** Rows hold numbers where nested arrays hold arrays; a terminal state may have an empty one. */
function isListOfRows(source: readonly unknown[]): source is readonly TransitionRow[] {
  const first = source.find((each) => !(Array.isArray(each) && each.length === 0));
  return first === undefined || (Array.isArray(first) && !(typeof first[0] === "object"));
}

function columnsOf(rows: readonly TransitionRow[]): TransitionColumns {
  const odd = rows.findIndex((row) => !Array.isArray(row) || row.length !== 4);
  if (odd >= 0) {
    throw new TypeError(
      `mdp: transitions[${odd}] must be a row [state, action, next state, probability], as the first one is.`,
    );
  }
  const column = (at: number) => rows.map((row) => row[at]);
  return { states: column(0), actions: column(1), nextStates: column(2), probabilities: column(3) };
}

function flatten(nested: readonly (readonly ArrayLike<number>[])[], { states, actions, ...frame }: MdpFrame) {
  const flat = new Float64Array(states * actions * states);
  requireLength("transitions", nested, states, "states");
  for (let state = 0; state < states; state++) {
    if (frame.terminal[state] && nested[state]?.length === 0) continue;
    requireLength(`transitions[${state}]`, nested[state], actions, "actions");
    for (let action = 0; action < actions; action++) {
      const pair = state * actions + action;
      if (frame.legalActions?.[pair] === 0) continue;
      const name = `transitions[${state}][${action}]`;
      const row = nested[state][action];
      requireLength(name, row, states, "states");
      for (let next = 0; next < states; next++) {
        if (!isProbability(row[next])) requireProbability(`${name}[${next}]`, row[next]);
        flat[pair * states + next] = row[next];
      }
    }
  }
  return flat;
}

function requireLength(name: string, list: ArrayLike<unknown>, length: number, what: string): void {
  if (list?.length === length) return;
  const found = list?.length === undefined ? "no list" : `a list of ${list.length}`;
  throw new RangeError(`mdp: ${name} is ${found}; it must have one entry for each of the ${length} ${what}.`);
}

function readDense(source: Float64Array, frame: MdpFrame): Transitions {
  const { states, actions } = frame;
  requireLength("transitions", source, states * actions * states, "s, a and s′");
  const probabilities = source.slice();
  for (let pair = 0; pair < states * actions; pair++) {
    const row = probabilities.subarray(pair * states, (pair + 1) * states);
    const state = Math.floor(pair / actions);
    const name = `transitions[${state}][${pair % actions}]`;
    if (frame.legalActions?.[pair] === 0) {
      row.fill(0);
      continue;
    }
    let sum = 0;
    for (let next = 0; next < states; next++) {
      if (!(row[next] >= 0)) requireProbability(`${name}[${next}]`, row[next]);
      sum += row[next];
    }
    if (frame.terminal[state]) {
      requireAbsorbing(name, state, sum, row[state]);
      row[state] = 1;
    } else normalizeRow(name, row);
  }
  return denseTransitions(states, actions, probabilities);
}

function readSparse(columns: TransitionColumns, frame: MdpFrame): Transitions {
  const { states, actions, terminal, legalActions } = frame;
  const pairs = states * actions;
  const count = columns.probabilities.length;
  for (const [name, list] of Object.entries(columns)) {
    if (list.length !== count) {
      throw new RangeError(
        `mdp: transitions.${name} has ${list.length} entries and transitions.probabilities ${count}; ` +
          "all four columns must be of the same length.",
      );
    }
  }

  const kept = (row: number): boolean => columns.probabilities[row] > 0;
  const pairOf = (row: number): number => columns.states[row] * actions + columns.actions[row];
  const starts = new Int32Array(pairs + 1);
  for (let row = 0; row < count; row++) {
    requireRow(columns, row, frame);
    if (kept(row)) starts[pairOf(row) + 1]++;
  }
  // Every legal action of a terminal state stays there, whether that is said or not.
  const stays = (pair: number): boolean => terminal[Math.floor(pair / actions)] === 1;
  for (let pair = 0; pair < pairs; pair++) {
    const entries =
      legalActions?.[pair] === 0 ? 0 : stays(pair) ? Math.max(starts[pair + 1], 1) : starts[pair + 1];
    starts[pair + 1] = starts[pair] + entries;
  }
  const nextStates = new Int32Array(starts[pairs]).fill(-1);
  const probabilities = new Float64Array(starts[pairs]);
  const filled = starts.slice(0, pairs);
  for (let row = 0; row < count; row++) {
    const pair = pairOf(row);
    if (!kept(row) || legalActions?.[pair] === 0) continue;
    const at = placeInOrder(nextStates, starts[pair], filled[pair]++, columns.nextStates[row]);
    probabilities.copyWithin(at + 1, at, filled[pair] - 1);
    probabilities[at] = columns.probabilities[row];
  }

  for (let pair = 0; pair < pairs; pair++) {
    if (legalActions?.[pair] === 0) continue;
    const state = Math.floor(pair / actions);
    const name = `transitions of state ${state} and action ${pair % actions}`;
    if (!stays(pair)) {
      normalizeRow(name, probabilities.subarray(starts[pair], filled[pair]));
      continue;
    }
    let sum = 0;
    let staying = 0;
    for (let at = starts[pair]; at < filled[pair]; at++) {
      sum += probabilities[at];
      if (nextStates[at] === state) staying += probabilities[at];
    }
    requireAbsorbing(name, state, sum, staying);
    nextStates[starts[pair]] = state;
    probabilities.fill(0, starts[pair], starts[pair + 1]);
    probabilities[starts[pair]] = 1;
  }
  return sparseTransitions({ states, actions, starts, nextStates, probabilities });
}

function requireRow(columns: TransitionColumns, row: number, { states, actions }: MdpFrame): void {
  const check = (name: string, value: number, end: number): void => {
    if (Number.isInteger(value) && value >= 0 && value < end) return;
    throw new RangeError(
      `mdp: the ${name} of transitions[${row}] is ${valueInText(value)}; it must be from 0 to ${end - 1}.`,
    );
  };
  check("state", columns.states[row], states);
  check("action", columns.actions[row], actions);
  check("next state", columns.nextStates[row], states);
  const probability = columns.probabilities[row];
  if (typeof probability !== "number" || !(probability >= 0))
    requireProbability(`the probability of transitions[${row}]`, probability);
}

/** Makes room among the ascending states from `start` to `end` and puts the new one there; returns its place. */
function placeInOrder(list: Int32Array, start: number, end: number, value: number): number {
  let at = end;
  while (at > start && list[at - 1] > value) at--;
  list.copyWithin(at + 1, at, end);
  list[at] = value;
  return at;
}

function requireAbsorbing(name: string, state: number, sum: number, staying: number): void {
  if (sum === 0 || (staying === sum && Math.abs(sum - 1) <= sumTolerance)) return;
  throw new RangeError(
    `mdp: ${name}: state ${state} is terminal, and nothing leads out of it: leave the row out, or give [${state}] ` +
      "the probability 1.",
  );
}
