import type { Support } from "../distributions/index.ts";
import { broadcastTo, type Operand, toExpression, toFloat } from "../graph/index.ts";
import { compileRows, type Model } from "./model.ts";

/** The least and the greatest value of each number of a sample; undefined for a simplex. */
export function boundsOf(model: Model): { low: number[]; high: number[] } | undefined {
  const support: Support = model.density.support;
  if (support.kind === "simplex") return undefined;
  return { low: perNumber(model, support.low), high: perNumber(model, support.high) };
}

function perNumber(model: Model, bound: Operand | readonly number[]): number[] {
  if (typeof bound === "number") return Array<number>(model.width).fill(bound);
  if (Array.isArray(bound)) return Array.from({ length: model.width }, (_, i) => bound[i % bound.length]);
  const stretched = broadcastTo(toFloat(toExpression(bound as Operand)), model.sampleShape);
  const program = compileRows(model, {}, { stretched });
  program.run();
  return Array.from(program.outputs.stretched.subarray(0, model.width));
}
