import { dot } from "../linear-algebra/dot.ts";
import {
  addProduct,
  addTo,
  type ExtendedVector,
  extended,
  scaled,
  scaleFor,
} from "../linear-algebra/extended-vector.ts";
import { precisionOfResidual, residualOf } from "../linear-algebra/residual.ts";
import { systemMatrix } from "./chain-system.ts";
import type { PinnedChain } from "./pinned-chain.ts";

/** What rewards come to in the long run, by where a chain begins; also with several recurrent classes. */
export interface LongRun {
  /** g(s), the average reward per step from s on: [size]. */
  readonly gains: ExtendedVector;
  /** h with h(s) = r(s) − g(s) + Σ_s′ P(s′ | s) h(s′), and Σ d h = 0 in each recurrent class: [size]. */
  readonly bias: ExtendedVector;
}

/** Solves Puterman's evaluation equations of multichain policies (1994, §9.2.1). */
export function longRun(pinned: PinnedChain, rewards: Float64Array): LongRun {
  const scale = scaleFor(rewards);
  const scaledRewards = rewards.map((reward) => scale * reward);
  const { gains, bias } = solveLongRun(pinned, scaledRewards, ({ solver }, b) => solver.solve(b));
  return { gains: scaled(gains, 1 / scale), bias: scaled(bias, 1 / scale) };
}

/** The same to about 28 digits of what the absolute values come to. */
export interface PreciseLongRun extends LongRun {
  /** Bounds on the errors: [size]. */
  readonly gainErrors: Float64Array;
  readonly biasErrors: Float64Array;
}

/** @param rewards within the range of {@link scaleFor} */
export function preciseLongRun(pinned: PinnedChain, rewards: Float64Array): PreciseLongRun {
  let spreadError = 0;
  const found = solveLongRun(pinned, rewards, ({ solver }, b, isSpread) => {
    const { x, error } = solver.solvePrecisely(b);
    if (isSpread) spreadError += error.reduce((most, value) => Math.max(most, value), 0);
    return x;
  });
  const { chain, classes, solver, stationary } = pinned;
  const whole = systemMatrix({ chain, discount: 1 });
  const { values, sizes } = residualOf(whole, found.bias, minus(rewards, found.gains), true);
  const off = values.map((value, i) => Math.abs(value) + precisionOfResidual * sizes[i]);
  // Stationary averages of Poisson's equation leave r − g.
  const ofClasses = classes.map((members) => members.reduce((sum, i) => sum + stationary[i] * off[i], 0));
  const largest = ofClasses.reduce((most, value) => Math.max(most, value), 0) + spreadError;
  const gainErrors = new Float64Array(chain.size).fill(largest);
  classes.forEach((members, k) => {
    for (const member of members) gainErrors[member] = ofClasses[k];
  });
  const b = off.map((value, i) => value + gainErrors[i]);
  for (const pin of pinned.pins) b[pin] = 0;
  const biasErrors = solver.solve(extended(b)).high.map((value) => 1.01 * Math.abs(value));
  return { ...found, gainErrors, biasErrors };
}

type Solve = (pinned: PinnedChain, b: ExtendedVector, isSpread: boolean) => ExtendedVector;

function solveLongRun(pinned: PinnedChain, rewards: Float64Array, solve: Solve): LongRun {
  const { chain, classes, pins, solver, stationary } = pinned;
  const averages = classes.map((members) => weightedSum(members, stationary, rewards));
  const gains = spread(pinned, averages, solve);
  const b = minus(rewards, gains);
  const atPins = classes.map((_, k) => ({ high: b.high[pins[k]], low: b.low[pins[k]] }));
  for (const pin of pins) {
    b.high[pin] = 0;
    b.low[pin] = 0;
  }
  const bias = solve(pinned, b, false);

  // In the pinned states the equations give the errors of the averages.
  const { starts, columns, entries } = chain.rows;
  const off = extended(new Float64Array(1));
  const corrections = classes.map((_, k) => {
    off.high[0] = atPins[k].high;
    off.low[0] = atPins[k].low;
    for (let at = starts[pins[k]]; at < starts[pins[k] + 1]; at++) {
      addProduct(off, 0, entries[at], bias.high[columns[at]], bias.low[columns[at]]);
    }
    return off.high[0] * stationary[pins[k]];
  });
  const change = spread(pinned, corrections, solve);
  subtractFrom(gains, change, -1);
  if (classes.length === 1) {
    const { high, low } = solver.steps;
    for (let i = 0; i < chain.size; i++) addProduct(bias, i, -corrections[0], high[i], low[i]);
    for (const pin of pins) bias.high[pin] = bias.low[pin] = 0;
  } else {
    for (const pin of pins) change.high[pin] = change.low[pin] = 0;
    subtractFrom(bias, solve(pinned, change, false), 1);
  }
  const levels = classes.map((members) => weightedSum(members, stationary, bias.high));
  subtractFrom(bias, spread(pinned, levels, solve), 1);
  return { gains, bias };
}

/** A number for each class, and where a transient state leads to, their mean: [size]. */
function spread(pinned: PinnedChain, ofClasses: readonly number[], solve: Solve): ExtendedVector {
  const { chain, classes, pins } = pinned;
  const { size, rows } = chain;
  if (classes.length === 1) return extended(new Float64Array(size).fill(ofClasses[0]));
  const ofPins = new Float64Array(size);
  const isPin = new Uint8Array(size);
  pins.forEach((pin, k) => {
    ofPins[pin] = ofClasses[k];
    isPin[pin] = 1;
  });
  const b = extended(new Float64Array(size));
  for (let i = 0; i < size; i++) {
    if (isPin[i]) continue;
    for (let at = rows.starts[i]; at < rows.starts[i + 1]; at++) {
      if (isPin[rows.columns[at]]) addProduct(b, i, rows.entries[at], ofPins[rows.columns[at]], 0);
    }
  }
  const means = solve(pinned, b, true);
  classes.forEach((members, k) => {
    for (const member of members) {
      means.high[member] = ofClasses[k];
      means.low[member] = 0;
    }
  });
  return means;
}

function weightedSum(members: Int32Array, weights: Float64Array, values: Float64Array): number {
  return dot(
    Float64Array.from(members, (i) => weights[i]),
    Float64Array.from(members, (i) => values[i]),
  );
}

function minus(rewards: Float64Array, gains: ExtendedVector): ExtendedVector {
  const b = extended(rewards.slice());
  subtractFrom(b, gains, 1);
  return b;
}

/** x −= sign · y */
function subtractFrom(x: ExtendedVector, y: ExtendedVector, sign: 1 | -1): void {
  for (let i = 0; i < x.high.length; i++) addTo(x, i, -sign * y.high[i], -sign * y.low[i]);
}
