import type { Expression, Operation, Variable } from "../../graph/expression.ts";
import { sizeOf } from "../../graph/shape.ts";
import { reachable } from "../../graph/traverse.ts";
import { type Update, updateInputs, updateVariables } from "../../graph/update.ts";
import type { Backend, Executable, Graph } from "../backend.ts";
import { evaluations, type Values } from "./evaluate.ts";
import { descend } from "./update.ts";

/**
 * The float64 backend: walks the graph node by node, each operation a few lines of plain TypeScript. Slow and clear;
 * the oracle for the compiled backends, and exact enough for finite differences.
 */
export function createReferenceBackend(): Backend<Float64Array> {
  const stored = new WeakMap<Variable, Float64Array>();
  const values = (variable: Variable): Float64Array => {
    let place = stored.get(variable);
    if (place === undefined) {
      place = Float64Array.from(variable.attributes.initial);
      stored.set(variable, place);
    }
    return place;
  };
  return {
    name: "reference",
    instructionSet: "none",
    values,
    compile: (graph) => createExecutable(graph, values),
  };
}

function createExecutable(
  graph: Graph,
  variableValues: (variable: Variable) => Float64Array,
): Executable<Float64Array> {
  const nodes = reachable([...Object.values(graph.outputs), ...graph.updates.flatMap(updateInputs)]);
  const results = new Map<Expression, Values>();
  for (const node of [...Object.values(graph.inputs), ...nodes]) {
    if (results.has(node)) continue;
    results.set(node, placeFor(node, variableValues));
  }
  // An output that is a variable shows the value from before the updates, as every other output does.
  const outputs = new Map(
    Object.entries(graph.outputs).map(([name, node]) => [name, { node, shown: results.get(node)!.slice() }]),
  );

  const evaluate = (node: Expression) => {
    const inputs = node.inputs.map((input) => results.get(input)!);
    evaluationOf(node)?.(node, inputs, results.get(node)!);
  };
  const finished = (update: Update) => updateInputs(update).map((node) => results.get(node)!.slice());

  const run = () => {
    nodes.forEach(evaluate);
    for (const { node, shown } of outputs.values()) shown.set(results.get(node)!);
    const inputs = graph.updates.map(finished);
    graph.updates.forEach((update, index) => apply(update, inputs[index], variableValues));
  };
  return {
    run,
    input: (name) => results.get(graph.inputs[name]!)!,
    output: (name) => outputs.get(name)!.shown,
    list: () => ({
      instructions: [
        ...nodes.filter(evaluationOf).map((node) => ({
          opcode: node.operation,
          node,
          reads: node.inputs,
          result: node,
          updates: [],
          run: () => evaluate(node),
        })),
        ...graph.updates.map((update) => ({
          opcode: update.kind,
          node: updateVariables(update)[0],
          reads: updateInputs(update),
          result: undefined,
          updates: [update],
          run: () => apply(update, finished(update), variableValues),
        })),
      ],
      outputs: graph.outputs,
      arenaBytes: 8 * nodes.filter(evaluationOf).reduce((total, { shape }) => total + sizeOf(shape), 0),
      codeBytes: 0,
      floatBytes: 8,
    }),
  };
}

function placeFor(node: Expression, variableValues: (variable: Variable) => Float64Array): Values {
  if (node.operation === "variable") return variableValues(node as Variable);
  if (node.operation === "constant") return Float64Array.from(node.attributes.values);
  return node.dtype === "int" ? new Int32Array(sizeOf(node.shape)) : new Float64Array(sizeOf(node.shape));
}

function evaluationOf(node: Expression) {
  type Evaluation = (node: Expression, inputs: readonly Values[], result: Values) => void;
  return (evaluations as Partial<Record<Operation, Evaluation>>)[node.operation];
}

function apply(
  update: Update,
  inputs: readonly Values[],
  values: (variable: Variable) => Float64Array,
): void {
  if (update.kind === "assign") {
    values(update.target).set(inputs[0]);
    return;
  }
  const [gradient, learningRate, gradientScale] = inputs as [Values, Values, Values];
  descend(update, gradient, learningRate[0], gradientScale[0], values);
}
