import { describe, expect, it } from "vitest";
import { createReferenceBackend } from "../../src/backends/reference/index.ts";
import { createWasmBackend } from "../../src/backends/wasm/index.ts";
import { compile, explain } from "../../src/compiler/index.ts";
import * as graph from "../../src/graph/index.ts";
import { adam, descend } from "../../src/optimizers/index.ts";

/** One step of a layer with 4 inputs and 3 outputs towards targets, on 8 rows. */
function layer() {
  const x = graph.input([8, 4]);
  const targets = graph.input([8, 3]);
  const weight = graph.variable(
    "weight",
    [4, 3],
    Float32Array.from({ length: 12 }, (_, i) => Math.cos(i)),
  );
  const bias = graph.variable("bias", [3], [0.1, 0.2, 0.3]);
  const y = graph.tanh(graph.add(graph.matmul(x, weight), bias));
  const loss = graph.mean(graph.square(graph.subtract(y, targets)));
  const { updates } = descend(loss, [weight, bias], adam({ learningRate: 0.1 }));
  return { description: { inputs: { x, targets }, outputs: { loss }, updates }, weight };
}

describe("explain", () => {
  it("names what a compiled program computes, and counts its bytes and operations", () => {
    const { description } = layer();
    const { instructions, total, memory } = explain(compile(description, createWasmBackend()));

    expect(instructions[0]).toMatchObject({
      number: 0,
      opcode: "matmul",
      result: "%0",
      formula: "tanh(add(x · weight, bias))",
      operands: [
        { name: "x", shape: [8, 4] },
        { name: "weight", shape: [4, 3] },
        { name: "bias", shape: [3] },
      ],
      shape: [8, 3],
      bytes: 4 * (32 + 12 + 3 + 24),
      operations: 2 * 8 * 3 * 4 + 24 + 24,
    });
    const toWeight = instructions.find(({ formula }) => formula.startsWith("xᵀ · "));
    expect(toWeight).toMatchObject({ shape: [4, 3], operations: 2 * 4 * 3 * 8 });
    expect(instructions.filter(({ result }) => result === "loss")).toHaveLength(1);

    const updated = instructions.filter(({ opcode }) => opcode === "adam");
    expect(updated.flatMap(({ result }) => result.split(", "))).toEqual(["weight", "bias"]);

    expect(total.bytes).toBe(instructions.reduce((sum, { bytes }) => sum + bytes, 0));
    expect(total.operations).toBe(instructions.reduce((sum, { operations }) => sum + operations, 0));
    expect(memory.inputs).toBe(4 * (32 + 24));
    expect(memory.variables).toBe(4 * (3 * (12 + 3) + 1));
    expect(memory.arena).toBeGreaterThan(0);
    expect(memory.code).toBeGreaterThan(4 * instructions.length);
  });

  it("measures times, and leaves the variables as they were", () => {
    const { description, weight } = layer();
    const backend = createWasmBackend();
    const program = compile(description, backend);
    program.inputs.x.fill(1);
    const before = backend.values(weight).slice();
    const { instructions, total } = explain(program, { runs: 20 });
    expect(backend.values(weight)).toEqual(before);
    expect(total.microseconds).toBeGreaterThan(0);
    expect(instructions.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
    program.run();
    expect(backend.values(weight)).not.toEqual(before);
  });

  it("shows the reference backend node by node, with the same operations of the products", () => {
    const { description } = layer();
    const { instructions } = explain(compile(description, createReferenceBackend()), { runs: 0 });
    const products = instructions.filter(({ opcode }) => opcode === "matmul");
    expect(products.map(({ operations }) => operations)).toEqual([2 * 8 * 3 * 4, 2 * 8 * 3 * 4]);
    expect(products[0]).toMatchObject({ bytes: 8 * (32 + 12 + 24), microseconds: Number.NaN });
    expect(instructions.find(({ opcode }) => opcode === "tanh")?.formula).toMatch(/^tanh\(%\d+\)$/);
  });

  it("writes a table with one line for each instruction", () => {
    const { description } = layer();
    const explanation = explain(compile(description, createWasmBackend()), { runs: 0 });
    const lines = String(explanation).split("\n");
    expect(lines[0]).toMatch(/# +opcode +computes +shapes +bytes +FLOPs$/);
    expect(lines[1]).toMatch(
      /^ *0 +matmul +%0 = tanh\(add\(x · weight, bias\)\) +\[8, 4\] \[4, 3\] \[3\] → \[8, 3\] +284 +240$/,
    );
    expect(lines).toHaveLength(explanation.instructions.length + 4);
    expect(lines.at(-1)).toMatch(/^Memory in bytes: inputs 224, variables 184, /);
  });
});
