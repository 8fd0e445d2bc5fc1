import { createReferenceBackend } from "../../src/backends/reference/index.ts";
import type { Backend } from "../../src/compiler/backend.ts";
import { compile, type Floats } from "../../src/compiler/index.ts";
import { aligned } from "../../src/compiler/plan/arena.ts";
import { encode } from "../../src/compiler/plan/encode.ts";
import { plan } from "../../src/compiler/plan/plan.ts";
import { storageOf } from "../../src/compiler/plan/storage.ts";
import { updateInputs } from "../../src/compiler/update.ts";
import { sizeOf } from "../../src/graph/shape.ts";
import { reachable } from "../../src/graph/traverse.ts";
import { createGenerator } from "../../src/random/index.ts";
import { randomArchitecture } from "./random-architecture.ts";
import { type RandomGraph, randomGraph } from "./random-graph.ts";

/** What came of many graphs. */
export interface Figures {
  graphs: number;
  /** Those whose values were compared, and the instructions that they ran once. */
  compared: number;
  instructions: number;
  /** Those that an operation, an architecture or a compilation did not take. */
  refused: number;
  /** Those too large to be run here: their instructions were made, and checked. */
  large: number;
  /** Those whose values are not known, as of nodes that no operation makes: they were run, and nothing was compared. */
  unsound: number;
  /** Those in which an index was wrong, and stopped the run. */
  stopped: number;
  /** Those whose values differed for some numbers, of a kink or where much cancels, but not for others. */
  unstable: number;
}

/** Numbers of all values together, above which graphs are not run. */
const mostNumbers = 300_000;

/** A backend gives nothing back, so it is replaced after so many graphs. */
const graphsPerBackend = 100;

/**
 * Makes graphs, one for each number from `first` on, of operations or of networks, every fourth with impossible numbers; compiles
 * them, runs them twice, and compares with the reference backend. What must hold:
 *
 * - What is not possible is refused by an error of the library's own: a RangeError or TypeError that begins with a name.
 * - Everything else gives the values of the reference backend, up to rounding, and changes variables as it does.
 * - A wrong index stops both backends with the same error.
 *
 * @param createBackend makes the backend under test, from how many were made before
 * @param report is called with the figures so far, after every graph
 * @throws Error with the number of the graph for which something does not hold
 */
export function fuzzGraphs(
  count: number,
  first: number,
  createBackend: (made: number) => Backend<Float32Array>,
  report?: (figures: Figures) => void,
): Figures {
  const figures: Figures = {
    graphs: 0,
    compared: 0,
    instructions: 0,
    refused: 0,
    large: 0,
    unsound: 0,
    stopped: 0,
    unstable: 0,
  };
  let backend = createBackend(0);
  for (let number = first; number < first + count; number++) {
    if (figures.graphs % graphsPerBackend === graphsPerBackend - 1) {
      backend = createBackend((figures.graphs + 1) / graphsPerBackend);
    }
    try {
      tryGraph(number, backend, figures);
    } catch (error) {
      throw new Error(`graph ${number}: ${(error as Error).message}`, { cause: error });
    }
    figures.graphs++;
    report?.(figures);
  }
  return figures;
}

function tryGraph(number: number, backend: Backend<Float32Array>, figures: Figures): void {
  const hostile = number % 4 === 3;
  const make = number % 3 === 0 ? randomArchitecture : randomGraph;
  const graph = unlessRefused(() => make(createGenerator(number), hostile));
  if (graph === undefined) {
    figures.refused++;
    return;
  }
  const { inputs, outputs, updates } = graph;
  const roots = [
    ...Object.values(graph.outputs),
    ...graph.updates.flatMap(updateInputs),
    ...Object.values(graph.inputs),
  ];
  const numbers = reachable(roots).reduce((total, node) => total + sizeOf(node.shape), 0);
  // Written so that NaN is not small.
  if (!(numbers <= mostNumbers)) {
    const isTaken = unlessRefused(() => compileOnly(graph));
    figures[isTaken ? "large" : "refused"]++;
    return;
  }
  const compiled = unlessRefused(() => compile({ inputs, outputs, updates }, backend));
  if (compiled === undefined) {
    figures.refused++;
    return;
  }
  figures.instructions += compiled.list().instructions.length;
  if (!graph.isSound) {
    run(graph, backend, number);
    figures.unsound++;
    return;
  }
  const expected = run(graph, createReferenceBackend(), number);
  const actual = run(graph, backend, number);
  if (typeof expected === "string" || typeof actual === "string") {
    if (expected !== actual)
      throw new Error(`it gives ${shown(actual)}, on the reference backend ${shown(expected)}`);
    figures.stopped++;
    return;
  }
  figures.compared++;
  const difference = differenceOf(actual, expected);
  if (difference === undefined) return;
  // A wrong instruction is wrong whatever the numbers are.
  const others = [1, 2, 3].map((salt) => {
    const [again, reference] = [backend, createReferenceBackend()].map((each) =>
      run(graph, each, number + salt * 2 ** 32),
    );
    return again === undefined || typeof again === "string" || typeof reference === "string"
      ? undefined
      : differenceOf(again, reference!);
  });
  if (others.filter((other) => other !== undefined).length >= 2) throw new Error(difference);
  figures.unstable++;
}

/** What a function gives, or undefined when it throws one of the library's own errors. */
function unlessRefused<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    const isOurs = error instanceof RangeError || error instanceof TypeError;
    if (!isOurs || !/^[a-zA-Z0-9]+[a-zA-Z0-9 "._]*: /.test(error.message)) throw error;
    return undefined;
  }
}

/** Makes a graph's instructions for a memory that nobody has; true. */
function compileOnly({ inputs, outputs, updates }: RandomGraph): true {
  const planned = plan({ inputs, outputs, updates });
  const addresses = new Map<unknown, number>();
  let end = 64 + aligned(planned.arenaBytes);
  encode(
    planned,
    (node) => {
      const holder = storageOf(node);
      const offset = planned.offsets.get(holder);
      const address = offset === undefined ? (addresses.get(holder) ?? end) : 64 + offset;
      if (address === end) end += aligned(4 * sizeOf(holder.shape));
      addresses.set(holder, address);
      return address;
    },
    64,
  );
  return true;
}

/** All outputs and variables after two runs, by name, or the message with which a run has stopped. */
function run(graph: RandomGraph, backend: Backend<Floats>, seed: number): Record<string, number[]> | string {
  const random = createGenerator(seed);
  const { inputs, outputs, updates, variables } = graph;
  for (const variable of variables) backend.values(variable).set(variable.attributes.initial);
  const program = compile({ inputs, outputs, updates }, backend);
  const wrongIndex = random.random() < 0.2;
  for (let repetition = 0; repetition < 2; repetition++) {
    for (const name of Object.keys(inputs)) {
      const values = program.inputs[name] as Float32Array | Int32Array;
      graph.fill(name, values, random);
      if (wrongIndex && values instanceof Int32Array) {
        const wrong = [-1, 2 ** 31 - 1, -(2 ** 31), 300];
        values[random.integers(0, values.length)] = wrong[random.integers(0, wrong.length)]!;
      }
    }
    try {
      program.run();
    } catch (error) {
      if (error instanceof RangeError && /^\w+: an index is/.test(error.message)) return "a wrong index";
      throw error;
    }
  }
  return {
    ...Object.fromEntries(
      Object.keys(outputs).map((name) => [name, Array.from(program.outputs[name] as ArrayLike<number>)]),
    ),
    ...Object.fromEntries(
      variables.map((variable) => [variable.attributes.name, Array.from(backend.values(variable))]),
    ),
  };
}

/** What differs by more than rounding, if anything. */
function differenceOf(
  actual: Record<string, number[]>,
  expected: Record<string, number[]>,
): string | undefined {
  for (const [name, values] of Object.entries(expected)) {
    const scale = values.reduce(
      (largest, value) => (Number.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest),
      1,
    );
    if (!(scale < 1e6)) continue; // float32 may be beyond its range
    for (const [i, value] of values.entries()) {
      const other = actual[name]![i]!;
      const isAlike = Object.is(other, value) || Math.abs(other - value) <= 2e-3 * scale;
      if (!isAlike) return `${name}[${i}] is ${other}; on the reference backend ${value}`;
    }
  }
  return undefined;
}

const shown = (result: unknown) => (typeof result === "string" ? result : "values");
