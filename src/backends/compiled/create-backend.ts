import { type Expression, is } from "../../graph/expression.ts";
import { plan } from "../../graph/plan/plan.ts";
import type { AddressOf } from "../../graph/plan/step.ts";
import { storageOf } from "../../graph/plan/storage.ts";
import { sizeOf } from "../../graph/shape.ts";
import type { Backend, Executable, Graph } from "../backend.ts";
import { indexError } from "../index-error.ts";
import type { Kernels } from "./kernels.ts";
import { createMemory, type Memory } from "./memory.ts";
import { opcodes } from "./opcodes.ts";

/** A float32 backend that runs plans in the instruction loop of some kernels. */
export function createCompiledBackend(
  name: "wasm" | "native",
  instructionSet: string,
  kernels: Kernels,
): Backend<Float32Array> {
  const memory = createMemory(name, kernels);
  const places = new WeakMap<Expression, number>();

  /** The place of values that last: an input's, a variable's or a constant's. */
  const place = (node: Expression): number => {
    let address = places.get(node);
    if (address === undefined) {
      address = memory.allocate(4 * sizeOf(node.shape));
      places.set(node, address);
      const initial = initialValues(node);
      if (initial) memory.floats(address, initial.length).set(initial);
    }
    return address;
  };

  return {
    name,
    instructionSet,
    values: (variable) => memory.floats(place(variable), sizeOf(variable.shape)),
    compile: (graph) => load(graph, name, kernels, memory, place),
    array(length) {
      const address = memory.allocate(4 * length);
      return cachedView(() => memory.floats(address, length));
    },
    add: createAddition(kernels, memory),
  };
}

/** An instruction that adds one array to another, whichever they are. */
function createAddition(kernels: Kernels, memory: Memory): Backend<Float32Array>["add"] {
  const words = 9;
  const code = memory.allocate(4 * words);
  const instruction = cachedView(() => memory.integers(code, words));
  const step = 1;
  const outerDimensions = 0;
  instruction().set([opcodes.add, words, 0, 0, 0, 0, step, step, outerDimensions]);
  return (sums, values) => {
    const operands = instruction();
    if (sums.buffer !== operands.buffer || values.buffer !== operands.buffer) {
      throw new RangeError(
        "add: an array is not in this backend's memory, or it is a view from before the memory grew; fetch the view again",
      );
    }
    if (sums.length !== values.length) {
      throw new RangeError(`add: ${values.length} values cannot be added to ${sums.length} sums`);
    }
    operands[2] = sums.length;
    operands[3] = sums.byteOffset;
    operands[4] = sums.byteOffset;
    operands[5] = values.byteOffset;
    kernels.run(code, words);
  };
}

function initialValues(node: Expression): ArrayLike<number> | undefined {
  if (is(node, "variable")) return node.attributes.initial;
  return is(node, "constant") ? node.attributes.values : undefined;
}

function load(
  graph: Graph,
  name: string,
  kernels: Kernels,
  memory: Memory,
  place: (node: Expression) => number,
): Executable<Float32Array> {
  const { steps, offsets, scratchOffsets, arenaBytes, outputs } = plan(graph);
  const arena = memory.allocate(arenaBytes);

  const addressOf: AddressOf = (node) => {
    const holder = storageOf(node);
    const offset = offsets.get(holder);
    return offset === undefined ? place(holder) : arena + offset;
  };

  const starts: number[] = [];
  const words: number[] = [];
  for (const step of steps) {
    starts.push(words.length);
    for (const word of step.encode(addressOf, arena + (scratchOffsets.get(step) ?? 0))) words.push(word);
  }
  const code = memory.allocate(4 * words.length);
  memory.integers(code, words.length).set(words);

  const view = (node: Expression) => {
    const address = addressOf(node);
    const size = sizeOf(node.shape);
    return cachedView(() =>
      node.dtype === "int" ? memory.integers(address, size) : memory.floats(address, size),
    );
  };
  const views = (nodes: Readonly<Record<string, Expression>>) =>
    Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, view(node)]));
  const inputViews = views(graph.inputs);
  const outputViews = views(outputs);

  const execute = (start: number, end: number) => {
    const status = kernels.run(code + 4 * start, end - start);
    if (status === 0) return;
    const failed = steps[starts.findLastIndex((first) => first <= start - status - 1)];
    throw kernelError(name, memory.integers(kernels.errorRecord, 4), failed.node.operation);
  };

  return {
    run: () => execute(0, words.length),
    input: (name) => inputViews[name]!(),
    output: (name) => outputViews[name]!(),
    list: () => ({
      instructions: steps.map((step, index) => ({
        opcode: Object.keys(opcodes)[words[starts[index]]],
        node: step.node,
        reads: step.reads,
        result: step.result,
        updates: step.updates,
        run: () => execute(starts[index], starts[index + 1] ?? words.length),
      })),
      outputs,
      arenaBytes,
      codeBytes: 4 * words.length,
      floatBytes: 4,
    }),
  };
}

/** Makes a view again only when the memory has grown and the old one is detached (its length is then 0). */
function cachedView<View extends { readonly length: number }>(make: () => View): () => View {
  let view = make();
  return () => {
    if (view.length === 0) view = make();
    return view;
  };
}

/** The code that the kernels write into the first word of their error record. */
const indexOutOfRange = 1;

function kernelError(name: string, record: Int32Array, operation: string): Error {
  if (record[0] === indexOutOfRange) return indexError(operation, record[2], record[3]);
  return new Error(
    `${name} backend: the kernels do not know an instruction (${operation}); rebuild the package`,
  );
}
