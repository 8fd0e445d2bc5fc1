import type { Backend, Executable, Graph } from "../../compiler/backend.ts";
import { isPersistent, storageOf } from "../../compiler/plan/storage.ts";
import { type Update, updateInputs, updateVariables } from "../../compiler/update.ts";
import type { Expression, Operation, Variable } from "../../graph/expression.ts";
import { sizeOf } from "../../graph/shape.ts";
import { reachable } from "../../graph/traverse.ts";
import { inChains } from "./chains.ts";
import { preparations, type Values } from "./evaluate.ts";
import { descend } from "./update.ts";

/**
 * The float64 backend: walks the graph node by node, each operation a few lines of plain TypeScript, with nothing merged
 * or fused. The oracle for the compiled backends, and what estimators compute on. Arithmetic on long values runs in
 * WebAssembly, with the same bits.
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
    array(length) {
      const array = new Float64Array(length);
      return () => array;
    },
    add(sums, values) {
      for (let i = 0; i < sums.length; i++) sums[i] += values[i];
    },
  };
}

function createExecutable(
  graph: Graph,
  variableValues: (variable: Variable) => Float64Array,
): Executable<Float64Array> {
  const roots = [...Object.values(graph.outputs), ...graph.updates.flatMap(updateInputs)];
  const places = new Map<Expression, Values>();
  const placeOf = (node: Expression): Values => {
    const holder = storageOf(node);
    let place = places.get(holder);
    if (place === undefined) {
      place = createPlace(holder, variableValues);
      places.set(holder, place);
    }
    return place;
  };
  const steps = reachable(roots).flatMap((node) => {
    const prepare = preparationOf(node);
    return prepare ? [{ node, run: prepare(node, node.inputs.map(placeOf), placeOf(node)) }] : [];
  });
  // What depends on constants alone does not change: it is computed at the first run.
  const fixed = new Set<Expression>();
  const isFixed = (holder: Expression) => holder.operation === "constant" || fixed.has(holder);
  for (const { node } of steps) if (node.inputs.map(storageOf).every(isFixed)) fixed.add(node);
  const first = steps.filter(({ node }) => fixed.has(node));
  let isStarted = false;
  const runs = inChains(
    steps.filter(({ node }) => !fixed.has(node)),
    roots,
    placeOf,
  );

  // What outlasts a run (a variable, an input) is copied, so that an output shows it as it was before the updates, and
  // may be written.
  const copies: { readonly from: Values; readonly to: Values }[] = [];
  const kept = (node: Expression): Values => {
    const from = placeOf(node);
    if (!isPersistent(storageOf(node)) && !fixed.has(storageOf(node))) return from;
    const to = from.slice();
    copies.push({ from, to });
    return to;
  };
  const inputs = mapValues(graph.inputs, placeOf);
  const outputs = mapValues(graph.outputs, kept);
  const updates = graph.updates.map((update) => ({ update, inputs: updateInputs(update).map(kept) }));

  return {
    run() {
      if (!isStarted) for (const { run } of first) run();
      isStarted = true;
      for (const run of runs) run();
      for (const { from, to } of copies) to.set(from);
      for (const { update, inputs } of updates) apply(update, inputs, variableValues);
    },
    inputs: mapValues(inputs, (values) => () => values),
    outputs: mapValues(outputs, (values) => () => values),
    list: () => ({
      instructions: [
        ...steps.map(({ node, run }) => ({
          opcode: node.operation,
          node,
          reads: node.inputs,
          result: node,
          updates: [],
          run,
        })),
        ...updates.map(({ update, inputs }) => ({
          opcode: update.kind,
          node: updateVariables(update)[0],
          reads: updateInputs(update),
          result: undefined,
          updates: [update],
          run: () => apply(update, inputs, variableValues),
        })),
      ],
      outputs: graph.outputs,
      arenaBytes: 8 * steps.reduce((total, { node }) => total + sizeOf(node.shape), 0),
      codeBytes: 0,
      floatBytes: 8,
    }),
  };
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  map: (value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

function createPlace(node: Expression, variableValues: (variable: Variable) => Float64Array): Values {
  if (node.operation === "variable") return variableValues(node as Variable);
  if (node.operation === "constant") return Float64Array.from(node.attributes.values);
  return node.dtype === "int" ? new Int32Array(sizeOf(node.shape)) : new Float64Array(sizeOf(node.shape));
}

function preparationOf(node: Expression) {
  type Prepare = (node: Expression, inputs: readonly Values[], result: Values) => () => void;
  return (preparations as Partial<Record<Operation, Prepare>>)[node.operation];
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
