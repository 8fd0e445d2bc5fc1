import { createReferenceBackend } from "../../src/backends/reference/index.ts";
import { compile } from "../../src/compiler/index.ts";
import { constant, type Expression } from "../../src/graph/index.ts";

/** Nested lists of numbers, as fixtures have tensors. */
export type Nested = number | readonly Nested[];

export function shapeOf(value: Nested): number[] {
  return typeof value === "number" ? [] : [value.length, ...shapeOf(value[0])];
}

export function flatten(value: Nested): number[] {
  return typeof value === "number" ? [value] : value.flatMap(flatten);
}

export const tensor = (value: Nested) => constant(flatten(value), shapeOf(value));

/** Values of expressions without inputs, in float64. */
export function valuesOf<Outputs extends Record<string, Expression>>(outputs: Outputs) {
  const program = compile({ outputs: outputs as Record<string, Expression> }, createReferenceBackend());
  program.run();
  return Object.fromEntries(
    Object.keys(outputs).map((name) => [name, Array.from(program.outputs[name])]),
  ) as { [Name in keyof Outputs]: number[] };
}
