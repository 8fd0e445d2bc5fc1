import type { Expression, Input } from "../graph/expression.ts";
import { checkType } from "../graph/operations/leaves.ts";
import { formatShape, type Shape, sameShape } from "../graph/shape.ts";
import { reachable } from "../graph/traverse.ts";
import { knownOptions } from "../text/known-options.ts";
import type { Backend } from "./backend.ts";
import { byPath, fetching, type Nested } from "./nested.ts";
import type { ArraysOf, Floats, Program } from "./program.ts";
import { type Update, updateInputs, updateVariables } from "./update.ts";

export interface ProgramDescription<Inputs, Outputs> {
  /** What the caller writes before a run: lists and records, as deep as wanted. */
  readonly inputs?: Inputs;
  /** What the caller reads after a run: lists and records, as deep as wanted. */
  readonly outputs?: Outputs;
  /** Changes of variables, made in this order at the end of a run. */
  readonly updates?: readonly Update[];
}

/**
 * Turns expressions into a program of a backend. The program has its arrays in the lists and records in which the
 * expressions are given, and calls them by their paths: `outputs: { gradients: grad(loss, weights) }` is read as
 * `program.outputs.gradients[0]` and explained as "gradients.0".
 *
 * @throws RangeError when an input that the expressions need is not listed, an update does not fit its variable,
 *   the backend has no instruction with such numbers, or it has too little memory; nothing has been allocated then
 */
export function compile<
  const Inputs extends Nested<Input> = Record<never, never>,
  const Outputs extends Nested<Expression> = Record<never, never>,
  F extends Floats = Float32Array,
>(description: ProgramDescription<Inputs, Outputs>, backend: Backend<F>): Program<Inputs, Outputs, F> {
  knownOptions("compile", description, ["inputs", "outputs", "updates"]);
  const { updates = [] } = description;
  const inputs = byPath<Input>("compile", description.inputs ?? []);
  const outputs = byPath<Expression>("compile", description.outputs ?? []);
  checkInputs(inputs, [...Object.values(outputs), ...updates.flatMap(updateInputs)]);
  updates.forEach(checkUpdate);
  const graph = { inputs, outputs, updates };
  const executable = backend.compile(graph);
  return {
    // Views are fetched each time, since a backend's memory may have grown in between.
    inputs: fetching(description.inputs ?? {}, (path) => executable.inputs[path]) as ArraysOf<Inputs, F>,
    outputs: fetching(description.outputs ?? {}, (path) => executable.outputs[path]) as ArraysOf<Outputs, F>,
    run: () => executable.run(),
    list: () => ({ ...executable.list(), inputs, updates, values: backend.values }),
  };
}

function checkInputs(inputs: Readonly<Record<string, Input>>, roots: readonly Expression[]): void {
  const listed = new Set<Expression>(Object.values(inputs));
  const missing = reachable(roots).find((node) => node.operation === "input" && !listed.has(node));
  if (missing) {
    throw new RangeError(
      `compile: the expressions need an input of shape ${formatShape(missing.shape)} that inputs does not list; ` +
        `listed are: ${Object.keys(inputs).join(", ") || "none"}`,
    );
  }
}

function checkUpdate(update: Update): void {
  const [variable, ...state] = updateVariables(update);
  const [value, ...scalars] = updateInputs(update);
  const check = (what: string, { shape }: Expression, expected: Shape) => {
    if (sameShape(shape, expected)) return;
    throw new RangeError(
      `compile: the update (${update.kind}) of variable "${variable.attributes.name}" of shape ` +
        `${formatShape(variable.shape)} has ${what} of shape ${formatShape(shape)}; it must be ${formatShape(expected)}`,
    );
  };
  for (const each of [value, ...scalars]) checkType(`compile: the update (${update.kind})`, each, "float");
  check(update.kind === "assign" ? "a value" : "a gradient", value, variable.shape);
  for (const scalar of scalars) check("a learning rate or gradient scale", scalar, []);
  for (const each of state) {
    const isStep = update.kind === "adam" && each === update.step;
    check(`a variable "${each.attributes.name}"`, each, isStep ? [] : variable.shape);
  }
}
