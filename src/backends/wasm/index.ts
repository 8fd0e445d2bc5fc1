import type { Expression, Variable } from "../../graph/expression.ts";
import { plan } from "../../graph/plan/plan.ts";
import type { AddressOf } from "../../graph/plan/step.ts";
import { storageOf } from "../../graph/plan/storage.ts";
import { sizeOf } from "../../graph/shape.ts";
import type { Backend, Executable, Graph } from "../backend.ts";
import { indexError } from "../index-error.ts";
import { instantiateKernels, type Kernels } from "./instantiate.ts";
import { createMemory, type Memory } from "./memory.ts";

/**
 * The float32 backend on WebAssembly SIMD: the default everywhere, with the same bits on every engine.
 * Each call makes a backend with a memory of its own, which goes when nothing refers to it any more.
 */
export function createWasmBackend(): Backend<Float32Array> {
  const kernels = instantiateKernels();
  const memory = createMemory(kernels.memory, kernels.heapBase);
  const places = new WeakMap<Expression, number>();

  /** A place for values that last; filled with the initial ones when it is new. */
  const place = (node: Expression, initial?: ArrayLike<number>): number => {
    let address = places.get(node);
    if (address === undefined) {
      address = memory.allocate(4 * sizeOf(node.shape));
      places.set(node, address);
      if (initial) memory.floats(address, initial.length).set(initial);
    }
    return address;
  };
  const placeVariable = (variable: Variable) => place(variable, variable.attributes.initial);

  return {
    name: "wasm",
    values: (variable) => memory.floats(placeVariable(variable), sizeOf(variable.shape)),
    compile: (graph) => load(graph, kernels, memory, place, placeVariable),
  };
}

function load(
  graph: Graph,
  kernels: Kernels,
  memory: Memory,
  place: (node: Expression, initial?: ArrayLike<number>) => number,
  placeVariable: (variable: Variable) => number,
): Executable<Float32Array> {
  const { steps, offsets, arenaBytes, outputs, constants } = plan(graph);
  for (const constant of constants) place(constant, constant.attributes.values);
  const arena = memory.allocate(arenaBytes);

  const addressOf: AddressOf = (node) => {
    const holder = storageOf(node);
    const offset = offsets.get(holder);
    if (offset !== undefined) return arena + offset;
    return holder.operation === "variable" ? placeVariable(holder as Variable) : place(holder);
  };

  const starts: number[] = [];
  const words: number[] = [];
  for (const step of steps) {
    starts.push(words.length);
    words.push(...step.encode(addressOf));
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

  return {
    run() {
      const status = kernels.run(code, words.length);
      if (status === 0) return;
      const failed = steps[starts.findLastIndex((start) => start <= -status - 1)];
      throw kernelError(kernels, memory, failed.node.operation);
    },
    input: (name) => inputViews[name]!(),
    output: (name) => outputViews[name]!(),
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

function kernelError(kernels: Kernels, memory: Memory, operation: string): Error {
  const [code, , index, limit] = memory.integers(kernels.errorRecord, 4) as unknown as [
    number,
    number,
    number,
    number,
  ];
  if (code === 1) return indexError(operation, index, limit);
  return new Error(
    `wasm backend: the kernels do not know an instruction (${operation}); rebuild the package`,
  );
}
