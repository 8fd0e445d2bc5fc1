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
} from "../graph/index.ts";
import { constantValues } from "./constant-values.ts";
import { defineDensity } from "./define-density.ts";
import type { Density, Support } from "./density.ts";
import { noClosedForm } from "./no-closed-form-error.ts";
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
 */
export function transformed(base: Density, transform: Transform): Transformed {
  const name = `${transform.name} of ${base.name}`;
  if (base.discrete)
    throw new TypeError(`transformed: ${base.name} is discrete; only continuous densities transform`);
  const event = base.eventShape.map((_, axis) => -1 - axis);
  const overEvent = (x: FloatExpression) => {
    const shape = [...base.batchShape, ...base.eventShape];
    const spread = x.shape.length < shape.length ? broadcastTo(x, shape) : x;
    return event.length === 0 ? spread : sum(spread, { axis: event });
  };
  const logProbFromBase = (x: Expression) => subtract(base.logProb(x), overEvent(transform.logDerivative(x)));
  return defineDensity<Transformed>({
    ...base,
    name,
    base,
    transform,
    support: imageOf(base.support, transform),
    logProbFromBase,
    logProb: (values) => {
      const isInside = multiply(less(transform.low, values), less(values, transform.high));
      const x = transform.invert(select(isInside, values, inside(transform)));
      const everyInside =
        event.length === 0 ? isInside : equal(sum(subtract(1, isInside), { axis: event }), 0);
      return select(everyInside, logProbFromBase(x), -Infinity);
    },
    entropy: noClosedForm(name, "entropy"),
    kl: (other) => {
      if (other.transform !== transform) return noClosedForm(name, "kl", "between different transforms")();
      return base.kl(other.base);
    },
    mean: noClosedForm(name, "mean"),
    variance: noClosedForm(name, "variance"),
    mode: noClosedForm(name, "mode"),
    sample: (noise) => {
      const y = transform.apply(base.sample(noise));
      return base.pathwise ? y : stopGradient(y);
    },
  });
}

/** Where the values of a support go. */
function imageOf(support: Support, transform: Transform): Support {
  const { low, high, falls } = transform;
  if (support.kind !== "interval") return { kind: "interval", low, high };
  const isInfinite = (end: Operand) =>
    constantValues(toExpression(end))?.every((value) => !Number.isFinite(value)) ?? false;
  const ends = [support.low, support.high].map((end) =>
    isInfinite(end) ? undefined : transform.apply(toExpression(end)),
  );
  const [first, last] = ends;
  if (falls === undefined) return { kind: "interval", low: first ?? low, high: last ?? high };
  if (first === undefined && last === undefined) return { kind: "interval", low, high };
  return {
    kind: "interval",
    low: select(falls, last ?? low, first ?? low),
    high: select(falls, first ?? high, last ?? high),
  };
}

/** A number between the transform's bounds. */
function inside({ low, high }: Transform): number {
  if (Number.isFinite(low)) return Number.isFinite(high) ? (low + high) / 2 : low + 1;
  return Number.isFinite(high) ? high - 1 : 0;
}
