import type { Density, Support } from "../../distributions/index.ts";
import {
  broadcastTo,
  concatenate,
  type Expression,
  type Input,
  type Operand,
  toExpression,
  toFloat,
} from "../../graph/index.ts";
import { type Shape, sizeOf } from "../../graph/shape.ts";
import { reachable } from "../../graph/traverse.ts";
import { compileRows, type Model, rowGradients } from "../model.ts";
import { oncePer } from "../once-per.ts";

/** Where the numbers of a sample lie, one after another. */
export interface Bounds {
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** Whether only the whole numbers between the bounds occur. */
  readonly isWhole: readonly boolean[];
}

/** The bounds of each number of a sample; undefined where there is a simplex. */
export function boundsOf(model: Model): Bounds | undefined {
  return boundsWithin(model, model.density.support, model.sampleShape);
}

function boundsWithin(model: Model, support: Support, shape: Shape): Bounds | undefined {
  switch (support.kind) {
    case "simplex":
      return undefined;
    case "product": {
      const parts = support.parts.map((part) => boundsWithin(model, part.support, part.shape));
      if (parts.includes(undefined)) return undefined;
      // Beside one another in each entry of the batch.
      const entries = sizeOf(model.density.batchShape) / model.rows;
      const beside = <Item>(of: (bounds: Bounds) => readonly Item[]) =>
        Array.from({ length: entries }, (_, entry) =>
          parts.flatMap((bounds) => {
            const all = of(bounds!);
            const count = all.length / entries;
            return all.slice(entry * count, (entry + 1) * count);
          }),
        ).flat();
      return {
        low: beside(({ low }) => low),
        high: beside(({ high }) => high),
        isWhole: beside(({ isWhole }) => isWhole),
      };
    }
    default: {
      const low = perNumber(model, support.low, shape);
      const high = perNumber(model, support.high, shape);
      return { low, high, isWhole: low.map(() => support.kind === "integers") };
    }
  }
}

/**
 * Whose support has ends that depend on θ, undefined if none has: then E[∇ log p] is not 0, and the score function is not
 * the gradient.
 */
export const movingSupport = /* @__PURE__ */ oncePer((model: Model) => movingSupportIn(model, {})({}));

/** The same where the density takes other inputs beside θ: a function of what they hold. */
export function movingSupportIn<Extra extends string>(
  model: Model,
  extra: Readonly<Record<Extra, Input<"float">>>,
): (values: Readonly<Record<Extra, Float64Array>>) => string | undefined {
  const owners = ownersOf(model.density).flatMap(({ owner, support }) => {
    const isMoving = boundsMove(model, support, extra);
    return isMoving ? [{ owner, isMoving }] : [];
  });
  return (values) => owners.find(({ isMoving }) => isMoving(values))?.owner;
}

/** A density, or the parts of a product. */
function ownersOf({ name, support }: Pick<Density, "name" | "support">, of = ""): Owner[] {
  if (support.kind !== "product") return [{ owner: `the ${name} density${of}`, support }];
  return support.parts.flatMap((part) =>
    ownersOf({ name: part.family, support: part.support }, ` that is part ${part.name}${of}`),
  );
}

interface Owner {
  readonly owner: string;
  readonly support: Support;
}

/** Whether ends depend on θ where `extra` holds some values; undefined where they are not computed from θ. */
function boundsMove(model: Model, support: Support, extra: Readonly<Record<string, Input<"float">>>) {
  const given = new Set<Expression>(Object.values(model.inputs));
  const bounds = boundExpressions(support).filter((bound) =>
    reachable([bound]).some((node) => given.has(node)),
  );
  if (bounds.length === 0) return undefined;
  // A bound may be computed from θ and not depend on it, such as 0 multiplied by a scale.
  const slopes = concatenate(
    bounds.map((bound) => rowGradients(model, bound)),
    1,
  );
  const { inputs, outputs, run } = compileRows(model, { own: extra }, { slopes });
  return (values: Readonly<Record<string, Float64Array>>): boolean => {
    for (const name of Object.keys(extra)) inputs.own[name].set(values[name]);
    run();
    return outputs.slopes.some((slope) => slope !== 0);
  };
}

/** Whether the ends of the support are computed from what is not a constant. */
export const hasVariableSupport = ({ support }: Density): boolean =>
  reachable(boundExpressions(support)).some(
    ({ operation }) => operation === "input" || operation === "variable",
  );

/** Whether numbers can be rounded onto an end of the support. */
export const hasEnds = ({ support }: Pick<Density, "support">): boolean =>
  support.kind === "simplex" ||
  (support.kind === "product" && support.parts.some(hasEnds)) ||
  (support.kind === "interval" && !(support.low === -Infinity && support.high === Infinity));

function boundExpressions(support: Support): Expression[] {
  if (support.kind === "simplex") return [];
  if (support.kind === "product") return support.parts.flatMap((part) => boundExpressions(part.support));
  const inner = support.kind === "interval" ? (support.inner ?? []) : [];
  return [support.low, support.high, ...inner].filter(isExpression);
}

const isExpression = (bound: Operand | readonly number[]): bound is Expression =>
  typeof bound === "object" && "operation" in bound;

/** @param shape [rows, ...], of which the first row is wanted */
function perNumber(model: Model, bound: Operand | readonly number[], shape: Shape): number[] {
  const width = sizeOf(shape) / model.rows;
  if (typeof bound === "number") return Array<number>(width).fill(bound);
  if (Array.isArray(bound)) return Array.from({ length: width }, (_, i) => bound[i % bound.length]);
  const stretched = broadcastTo(toFloat(toExpression(bound as Operand)), shape);
  const program = compileRows(model, {}, { stretched });
  program.run();
  return Array.from(program.outputs.stretched.subarray(0, width));
}
