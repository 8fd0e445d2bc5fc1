import { afterEach, describe, expect, it, vi } from "vitest";
import { binaryLoops, unaryLoops } from "../../src/backends/reference/elementwise.ts";
import { float64Kernels, registerLength } from "../../src/backends/reference/float64-kernels.ts";
import { createReferenceBackend } from "../../src/backends/reference/index.ts";
import { compile } from "../../src/compiler/index.ts";
import * as graph from "../../src/graph/index.ts";

const strange = [
  0, -0, 1, -1, 0.1, -2.5, 5e-324, -5e-324, 2 ** -1022, 1.79e308, -1.79e308, 2 ** 52 + 0.5, Infinity, -Infinity, Number.NaN,
]; // biome-ignore format: one list
/** Every one of them with every other, and with every third. */
const triples = strange.flatMap((x) => strange.flatMap((y) => strange.map((z) => [x, y, z] as const)));
const [xs, ys, zs] = [0, 1, 2].map((operand) => Float64Array.from(triples, (triple) => triple[operand]!));

/** What the graph's operations are, written once more. */
const others: Record<string, (x: number, y: number, z: number) => number> = {
  select: (x, y, z) => (x !== 0 ? y : z),
  tanhGradient: (x, y) => x * (1 - y * y),
  sigmoidGradient: (x, y) => x * y * (1 - y),
  reluGradient: (x, y) => (y > 0 ? x : 0),
};

function expected(operation: string): Float64Array {
  const result = new Float64Array(triples.length);
  const { length } = result;
  if (operation in others) return result.map((_, i) => others[operation]!(xs![i]!, ys![i]!, zs![i]!));
  if (operation in unaryLoops) unaryLoops[operation as keyof typeof unaryLoops](xs!, result);
  else binaryLoops[operation as keyof typeof binaryLoops](length, result, 0, 1, xs!, 0, 1, ys!, 0, 1);
  return result;
}

const { registers, operations, areFinite } = float64Kernels(1024)!;
const register = (number: number, length: number) =>
  registers.subarray(number * registerLength, number * registerLength + length);

describe("an operation of the float64 kernels has the bits of its definition", () => {
  const names = Object.keys(operations).filter((name) => name !== "concatenate");
  it.each(names)("%s", (name) => {
    const wanted = expected(name);
    for (let start = 0; start < wanted.length; start += 999) {
      const end = Math.min(wanted.length, start + 999);
      for (const [i, operand] of [xs, ys, zs].entries())
        register(i, end - start).set(operand!.subarray(start, end));
      operations[name]!(end - start, 5, 0, 1, 2);
      expect([...register(5, end - start)]).toEqual([...wanted.subarray(start, end)]);
    }
  });
});

it("one number that is not finite, wherever it is, is found among those that are asked for", () => {
  for (const length of [1, 2, 3, 4, 5, 8, 1030]) {
    const numbers = new Float64Array(length).fill(1.7e308);
    registers.set(numbers);
    registers[length] = Number.NaN;
    expect(areFinite(length, 0)).toBe(true);
    for (const at of new Set([0, 1, 2, 3, 4, length - 1])) {
      if (at >= length) continue;
      for (const bad of [Number.NaN, Infinity, -Infinity]) {
        registers.set(numbers.with(at, bad));
        expect(areFinite(length, 0)).toBe(false);
      }
    }
  }
});

/** A graph with chains, what interrupts them, and values that are read inside and outside of them. */
function describeGraph(rows: number) {
  const x = graph.input([rows, 1]);
  const y = graph.input([rows, 1]);
  const scale = graph.input([]);
  const sum = graph.add(graph.multiply(x, scale), y);
  const ratio = graph.divide(sum, graph.maximum(graph.square(y), 0.5));
  const exponential = graph.exp(graph.negate(ratio)); // not in the kernels
  const chosen = graph.select(graph.less(x, y), exponential, graph.subtract(ratio, 3));
  const columns = graph.concatenate([chosen, ratio, graph.abs(sum)], 1);
  let long: graph.FloatExpression = graph.multiply(columns, 1 / 3);
  for (let i = 0; i < 40; i++) long = graph.add(graph.multiply(long, 0.9), columns); // more than there are registers
  const [few, many] = [15, 40].map((count) =>
    graph.concatenate(
      Array.from({ length: count }, (_, i) => graph.add(x, i)),
      1,
    ),
  );
  const ones = graph.broadcastTo(graph.constant([2], [1, 1]), [rows, 1]);
  return {
    inputs: { x, y, scale },
    outputs: {
      ratio,
      columns,
      long,
      few: few!,
      many: many!,
      total: graph.sum(columns, { axis: 0 }),
      fixed: graph.negate(ones),
      y,
    },
  };
}

function outputsOf(rows: number, create: typeof createReferenceBackend) {
  const program = compile(describeGraph(rows), create());
  const results: number[][] = [];
  for (const run of [1, 2]) {
    program.inputs.x.forEach((_, i) => (program.inputs.x[i] = Math.sin(run + i)));
    program.inputs.y.forEach((_, i) => (program.inputs.y[i] = Math.cos(run * i)));
    program.inputs.scale[0] = run;
    program.run();
    for (const output of Object.values(program.outputs)) {
      results.push([...output]);
      output.fill(Number.NaN); // what is computed once is there again after the next run
    }
  }
  return results;
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

describe("the reference backend computes the same bits in the kernels as in TypeScript", () => {
  it.each([1, 127, 128, 1000, 1024, 1025, 3000])("for %i rows", async (rows) => {
    const here = outputsOf(rows, createReferenceBackend);
    vi.stubGlobal("WebAssembly", undefined);
    vi.resetModules();
    const without = await import("../../src/backends/reference/index.ts");
    expect(outputsOf(rows, without.createReferenceBackend)).toEqual(here);
    const { float64Kernels: kernels } = await import("../../src/backends/reference/float64-kernels.ts");
    expect(kernels(1024)).toBeUndefined();
  });
});
