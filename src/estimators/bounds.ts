import type { Density, Support } from "../distributions/index.ts";
import {
  broadcastTo,
  concatenate,
  type Expression,
  type Operand,
  toExpression,
  toFloat,
} from "../graph/index.ts";
import { reachable } from "../graph/traverse.ts";
import { compileRows, type Model, rowGradients } from "./model.ts";

/** The least and the greatest value of each number of a sample; undefined for a simplex. */
export function boundsOf(model: Model): { low: number[]; high: number[] } | undefined {
  const support: Support = model.density.support;
  if (support.kind === "simplex") return undefined;
  return { low: perNumber(model, support.low), high: perNumber(model, support.high) };
}

/** Whether the ends of the support depend on θ: then E[∇ log p] is not 0, and the score function is not the gradient. */
export function supportMoves(model: Model): boolean {
  const given = new Set<Expression>(Object.values(model.inputs));
  const bounds = boundExpressions(model.density.support).filter((bound) =>
    reachable([bound]).some((node) => given.has(node)),
  );
  if (bounds.length === 0) return false;
  // A bound may have θ in it and stay where it is, as 0 does that is stretched.
  const slopes = compileRows(
    model,
    {},
    {
      gradients: concatenate(
        bounds.map((bound) => rowGradients(model, bound)),
        1,
      ),
    },
  );
  slopes.run();
  return slopes.outputs.gradients.some((slope) => slope !== 0);
}

/** Whether the ends of the support are computed from what is not a constant. */
export const hasVariableSupport = ({ support }: Density): boolean =>
  reachable(boundExpressions(support)).some(
    ({ operation }) => operation === "input" || operation === "variable",
  );

/** Whether numbers can be rounded onto an end of the support. */
export const hasEnds = ({ support }: Density): boolean =>
  support.kind === "simplex" ||
  (support.kind === "interval" && !(support.low === -Infinity && support.high === Infinity));

const boundExpressions = (support: Support): Expression[] =>
  support.kind === "simplex" ? [] : [support.low, support.high].filter(isExpression);

const isExpression = (bound: Operand | readonly number[]): bound is Expression =>
  typeof bound === "object" && "operation" in bound;

function perNumber(model: Model, bound: Operand | readonly number[]): number[] {
  if (typeof bound === "number") return Array<number>(model.width).fill(bound);
  if (Array.isArray(bound)) return Array.from({ length: model.width }, (_, i) => bound[i % bound.length]);
  const stretched = broadcastTo(toFloat(toExpression(bound as Operand)), model.sampleShape);
  const program = compileRows(model, {}, { stretched });
  program.run();
  return Array.from(program.outputs.stretched.subarray(0, model.width));
}
