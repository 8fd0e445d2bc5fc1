import type { Backend, Executable, Graph } from "../../compiler/backend.ts";
import { opcodes } from "../../compiler/instruction-set/opcodes.ts";
import { indexOutOfRange } from "../../compiler/instruction-set/words.ts";
import { encode } from "../../compiler/plan/encode.ts";
import { plan } from "../../compiler/plan/plan.ts";
import type { AddressOf } from "../../compiler/plan/step.ts";
import { storageOf } from "../../compiler/plan/storage.ts";
import { updateVariables } from "../../compiler/update.ts";
import { type Expression, is } from "../../graph/expression.ts";
import { formatShape, sizeOf } from "../../graph/shape.ts";
import { indexError } from "../index-error.ts";
import type { Kernels } from "./kernels.ts";
import { createMemory, type Memory } from "./memory.ts";

/** A float32 backend that runs plans in the instruction loop of some kernels. */
export function createCompiledBackend(
  name: "wasm" | "native",
  instructionSet: string,
  kernels: Kernels,
): Backend<Float32Array> {
  const memory = createMemory(name, kernels);
  const places = createPlaces(memory);
  return {
    name,
    instructionSet,
    values(variable) {
      const added = places.add();
      const address = added.addressOf(variable);
      added.claim();
      return memory.floats(address, sizeOf(variable.shape));
    },
    compile: (graph) => load(graph, name, kernels, memory, places.add()),
    array(length) {
      if (!(Number.isInteger(length) && length >= 0)) {
        throw new RangeError(`array: length is ${length}; it must be an integer of at least 0`);
      }
      const address = memory.allocate(4 * length);
      return cachedView(() => memory.floats(address, length));
    },
    add: createAddition(kernels, memory),
  };
}

/** The places of values that last, once they have been claimed: of inputs, variables and constants. */
function createPlaces(memory: Memory) {
  const places = new WeakMap<Expression, number>();
  return {
    /** Room for more of them, and for other blocks: see {@link Memory.reserve}. */
    add() {
      const room = memory.reserve();
      const added = new Map<Expression, number>();
      return {
        addBlock: room.add,
        check: room.check,
        addressOf(node: Expression): number {
          let address = places.get(node) ?? added.get(node);
          if (address === undefined) {
            address = room.add(4 * sizeOf(node.shape));
            added.set(node, address);
          }
          return address;
        },
        claim() {
          room.claim();
          for (const [node, address] of added) {
            places.set(node, address);
            const initial = initialValues(node);
            if (initial) memory.floats(address, sizeOf(node.shape)).set(initial);
          }
        },
      };
    },
  };
}

type AddedPlaces = ReturnType<ReturnType<typeof createPlaces>["add"]>;

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
        "add: an array is no view of this backend's memory, or the memory has grown; fetch the view again",
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
  places: AddedPlaces,
): Executable<Float32Array> {
  const planned = plan(graph);
  const { steps, offsets, arenaBytes, outputs } = planned;
  const arena = places.addBlock(arenaBytes);

  const addressOf: AddressOf = (node) => {
    const holder = storageOf(node);
    const offset = offsets.get(holder);
    return offset === undefined ? places.addressOf(holder) : arena + offset;
  };
  const placed = [
    ...[graph.inputs, outputs].flatMap((nodes) => Object.values<Expression>(nodes)),
    ...steps.flatMap(({ reads, node, updates }) => [...reads, node, ...updates.flatMap(updateVariables)]),
  ];
  for (const node of placed) addressOf(node);
  places.check(() => largestOf(placed));
  const { words, starts } = encode(planned, addressOf, arena);
  const code = places.addBlock(4 * words.length);
  places.claim();
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
  const execute = (start: number, end: number) => {
    const status = kernels.run(code + 4 * start, end - start);
    if (status === 0) return;
    const failed = steps[starts.findLastIndex((first) => first <= start - status - 1)];
    throw kernelError(name, memory.integers(kernels.errorRecord, 4), failed.node.operation);
  };

  return {
    run: () => execute(0, words.length),
    inputs: views(graph.inputs),
    outputs: views(outputs),
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

/** What takes the most memory, as errors say it. */
function largestOf(nodes: readonly Expression[]): string {
  const [largest] = nodes.toSorted((a, b) => sizeOf(b.shape) - sizeOf(a.shape));
  return largest ? `The largest value is ${largest.operation} of shape ${formatShape(largest.shape)}. ` : "";
}

/** Makes a view again only when the memory has grown and the old one is detached (its length is then 0). */
function cachedView<View extends { readonly length: number }>(make: () => View): () => View {
  let view = make();
  return () => {
    if (view.length === 0) view = make();
    return view;
  };
}

function kernelError(name: string, record: Int32Array, operation: string): Error {
  if (record[0] === indexOutOfRange) return indexError(operation, record[2], record[3]);
  return new Error(
    `${name} backend: the kernels do not know an instruction (${operation}); rebuild the package`,
  );
}
