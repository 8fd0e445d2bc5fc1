import { maximumOf, minimumOf } from "../../math/extremes.ts";
import { printable } from "../../text/printable.ts";
import type { Curves } from "./read-curves.ts";
import { type Ticks, ticksFor } from "./ticks.ts";

/** The axes of a plot: round numbers on both, and where a point lies between their ends, from 0 to 1. */
export interface Axes {
  readonly x: Axis;
  readonly y: Axis;
}

export interface Axis extends Ticks {
  place(value: number): number;
}

/**
 * @param most how many numbers an axis may have
 * @throws RangeError if the curves have no values, or too large ones
 */
export function axesOf({ curves, label }: Curves, most: { readonly x: number; readonly y: number }): Axes {
  const steps = curves.flatMap((curve) => curve.steps.filter((_, i) => !Number.isNaN(curve.mean[i])));
  const values = curves.flatMap(({ low, high }) => [...low, ...high]).filter((value) => !Number.isNaN(value));
  const name = printable(label);
  if (steps.length === 0 || values.length === 0) {
    throw new RangeError(`${name}: no curve has a value. Give one that has a value which is not NaN.`);
  }
  const y = ticksFor(minimumOf(values), maximumOf(values), most.y, name);
  return { x: stepsUntil(maximumOf(steps), most.x), y: axis(y, y.values[0], y.values[y.values.length - 1]) };
}

/** Training ends where it ends: the axis does not go on to the next round number. Before the first step it has 0 only. */
function stepsUntil(end: number, most: number): Axis {
  const { values, labels } = ticksFor(0, end > 0 ? end : 1, most, "steps");
  const within = values.filter((value) => value <= end * (1 + 1e-9));
  return axis({ values: within, labels: labels.slice(0, within.length) }, 0, end > 0 ? end : 1);
}

function axis(ticks: Ticks, from: number, to: number): Axis {
  return { ...ticks, place: (value) => (value - from) / (to - from) };
}
