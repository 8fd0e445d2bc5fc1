import {
  broadcastTo,
  type Expression,
  equal,
  type FloatExpression,
  less,
  multiply,
  type Operand,
  select,
  stopGradient,
  subtract,
  sum,
  toExpression,
} from "../../graph/index.ts";
import { broadcastShapes, formatShape, type Shape, sameShape } from "../../graph/shape.ts";
import { defineDensity } from "../define-density.ts";
import type { Density, Support } from "../density.ts";
import { noClosedForm } from "../no-closed-form-error.ts";
import { outsideOfEvent } from "../numerics/on-support.ts";
import { insideInterval } from "../numerics/precision.ts";
import { constantValues } from "../parameters/constant-values.ts";
import { expanded } from "./expanded.ts";
import { keepOrigin, originOf } from "./origin.ts";
import type { Transform } from "./transform.ts";

export interface Transformed extends Density {
  /** What the values are before the transform. */
  readonly base: Density;
  readonly transform: Transform;
  /**
   * The log-density of the value that `baseValues` become: what to take where they are known, since the inverse of a
   * transform that saturates loses them (tanh 20 is 1 in float64).
   */
  logProbFromBase(baseValues: Expression): FloatExpression;
}

/**
 * The density of a transformed value y = f(x) where x has the base's density: log p(y) = log p(x) − Σ log |f′(x)|, with x
 * found by the inverse. It has no mean, variance, mode or entropy of its own; `kl` is the base's for one and the same
 * transform, which changes nothing about it.
 *
 * Samples lie inside the support in the precision of the backend, and the log-density of samples through which no gradient
 * flows is that of what they were before the transform, which rounding may have lost.
 *
 * @param base is repeated, each time with draws of its own, where the transform's parameters are wider than its batch
 * @throws RangeError when they are wider than its event; TypeError when the base is discrete or on a simplex, or a product with a
 *   part whose values are not all real numbers
 */
export function transformed(base: Density, transform: Transform): Transformed {
  const name = `${transform.name} of ${base.name}`;
  if (base.discrete) {
    throw new TypeError(`transformed: ${base.name} is discrete; only continuous densities transform`);
  }
  requireFreeValues(base);
  const wide = expanded(base, batchOf(base, transform, name));
  const event = wide.eventShape.map((_, axis) => -1 - axis);
  const overEvent = (x: FloatExpression) => {
    const shape = [...wide.batchShape, ...wide.eventShape];
    const spread = x.shape.length < shape.length ? broadcastTo(x, shape) : x;
    return event.length === 0 ? spread : sum(spread, { axis: event });
  };
  const logProbFromBase = (x: Expression) => subtract(wide.logProb(x), overEvent(transform.logDerivative(x)));
  const support = imageOf(wide.support, transform);
  return defineDensity<Transformed>({
    ...wide,
    name,
    base: wide,
    transform,
    support,
    logProbFromBase,
    logProb: (values) => {
      const before = originOf(values, transform);
      if (before !== undefined) return logProbFromBase(before);
      const isInside = multiply(less(transform.low, values), less(values, transform.high));
      const x = transform.invert(select(isInside, values, inside(transform)));
      const everyInside =
        event.length === 0 ? isInside : equal(sum(subtract(1, isInside), { axis: event }), 0);
      return select(everyInside, logProbFromBase(x), outsideOfEvent(values, event.length));
    },
    entropy: noClosedForm(name, "entropy"),
    kl: (other) => {
      if (other.transform !== transform) return noClosedForm(name, "kl", "between different transforms")();
      return wide.kl(other.base);
    },
    mean: noClosedForm(name, "mean"),
    variance: noClosedForm(name, "variance"),
    mode: noClosedForm(name, "mode"),
    sample: (noise) => {
      const x = wide.sample(noise);
      const y = keepOrigin(insideInterval(transform.apply(x), support.low, support.high), transform, x);
      return wide.pathwise ? y : stopGradient(y);
    },
    // They are for the values of the base.
    decompositions: undefined,
    choice: undefined,
    components: undefined,
  });
}

/**
 * @throws TypeError where the derivative of a transform of each number is not that of the whole value, as on a simplex, or where
 *   parts of a product have ends or whole numbers that an interval cannot say
 */
function requireFreeValues({ name, support }: Density): void {
  if (support.kind === "simplex") {
    throw new TypeError(
      `transformed: the values of the ${name} have the sum 1, so that their numbers do not transform one by one`,
    );
  }
  if (support.kind !== "product") return;
  for (const part of support.parts) {
    if (part.support.kind === "interval" && isInfinite(part.support.low) && isInfinite(part.support.high))
      continue;
    throw new TypeError(
      `transformed: the ${name} has the part ${part.name}, whose values are not all real numbers; transform the parts, and ` +
        "make the product of them",
    );
  }
}

const isInfinite = (end: Operand): boolean =>
  constantValues(toExpression(end))?.every((value) => !Number.isFinite(value)) ?? false;

type Interval = Extract<Support, { readonly kind: "interval" }>;

/** The batch of a transform of densities: its parameters may be wider than theirs. */
function batchOf({ batchShape, eventShape }: Density, { shape = [] }: Transform, name: string): Shape {
  const whole = broadcastShapes(name, [...batchShape, ...eventShape], shape);
  const batch = whole.slice(0, whole.length - eventShape.length);
  if (sameShape(whole.slice(batch.length), eventShape)) return batch;
  throw new RangeError(
    `${name}: the transform's parameters have shape ${formatShape(shape)}, and the base's values ` +
      `${formatShape([...batchShape, ...eventShape])}, of which the last ${eventShape.length} axes are one value; the ` +
      "parameters may be wider than the batch only",
  );
}

/** Where the values of a support go. */
function imageOf(support: Support, transform: Transform): Interval {
  const { low, high, falls } = transform;
  if (support.kind !== "interval") return { kind: "interval", low, high };
  const ends = [support.low, support.high].map((end) =>
    isInfinite(end) ? undefined : transform.apply(toExpression(end)),
  );
  const [first, last] = ends;
  const inner = support.inner && { inner: support.inner.map((bound) => transform.apply(bound)) };
  if (falls === undefined) return { kind: "interval", low: first ?? low, high: last ?? high, ...inner };
  if (first === undefined && last === undefined) return { kind: "interval", low, high, ...inner };
  return {
    ...{ kind: "interval", ...inner },
    low: select(falls, last ?? low, first ?? low),
    high: select(falls, first ?? high, last ?? high),
  };
}

/** A number between the transform's bounds. */
function inside({ low, high }: Transform): number {
  if (Number.isFinite(low)) return Number.isFinite(high) ? (low + high) / 2 : low + 1;
  return Number.isFinite(high) ? high - 1 : 0;
}
