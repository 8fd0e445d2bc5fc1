import { describe, expect, it } from "vitest";
import { createReferenceBackend } from "../../src/backends/reference/index.ts";
import { createWasmBackend } from "../../src/backends/wasm/index.ts";
import type { Backend } from "../../src/compiler/backend.ts";
import { compile, type Floats } from "../../src/compiler/index.ts";
import * as graph from "../../src/graph/index.ts";
import { adam, descend, rmsprop, sgd } from "../../src/optimizers/index.ts";

const backends: Record<string, () => Backend<Floats>> = {
  reference: createReferenceBackend,
  wasm: createWasmBackend,
};

describe.each(Object.entries(backends))("programs on the %s backend", (_name, createBackend) => {
  it("run again and again on what the caller writes", () => {
    const x = graph.input([3]);
    const program = compile({ inputs: { x }, outputs: { y: graph.square(x) } }, createBackend());
    for (const values of [
      [1, 2, 3],
      [4, 5, 6],
    ]) {
      program.inputs.x.set(values);
      program.run();
      expect(Array.from(program.outputs.y)).toEqual(values.map((value) => value * value));
    }
  });

  it("make updates from the old values: variables swap without a third", () => {
    const backend = createBackend();
    const a = graph.variable("a", [2], [1, 2]);
    const b = graph.variable("b", [2], [3, 4]);
    const program = compile(
      {
        outputs: { before: a },
        updates: [
          { kind: "assign", target: a, value: b },
          { kind: "assign", target: b, value: a },
        ],
      },
      backend,
    );
    program.run();
    expect(Array.from(backend.values(a))).toEqual([3, 4]);
    expect(Array.from(backend.values(b))).toEqual([1, 2]);
    expect(Array.from(program.outputs.before)).toEqual([1, 2]);
  });

  it("share variables between programs", () => {
    const backend = createBackend();
    const count = graph.variable("count", [], [0]);
    const up = compile({ updates: [{ kind: "assign", target: count, value: graph.add(count, 1) }] }, backend);
    const read = compile({ outputs: { count } }, backend);
    for (let i = 0; i < 5; i++) up.run();
    read.run();
    expect(read.outputs.count[0]).toBe(5);
  });

  it("hold several outputs of one expression, and inputs and constants as outputs", () => {
    const x = graph.input([2]);
    const y = graph.exp(x);
    const program = compile(
      { inputs: { x }, outputs: { x, y, again: y, flat: graph.reshape(y, [1, 2]), two: graph.constant(2) } },
      createBackend(),
    );
    program.inputs.x.set([0, 1]);
    program.run();
    expect(Array.from(program.outputs.x)).toEqual([0, 1]);
    for (const name of ["y", "again", "flat"] as const)
      expect(program.outputs[name][1]).toBeCloseTo(Math.E, 5);
    expect(program.outputs.two[0]).toBe(2);
  });

  it("stop at an index out of range, before anything is updated, and say which", () => {
    const backend = createBackend();
    const indices = graph.inputIndices([2]);
    const table = graph.variable("table", [3, 2], [1, 2, 3, 4, 5, 6]);
    const program = compile(
      {
        inputs: { indices },
        updates: [
          {
            kind: "assign",
            target: table,
            value: graph.scatterAddRows(graph.gatherRows(table, indices), indices, 3),
          },
        ],
      },
      backend,
    );
    for (const wrong of [3, -1]) {
      program.inputs.indices.set([0, wrong]);
      expect(() => program.run()).toThrow(`gatherRows: an index is ${wrong}; it must be from 0 to 2`);
      expect(Array.from(backend.values(table))).toEqual([1, 2, 3, 4, 5, 6]);
    }
  });

  it("name an input that the expressions need and that is not listed", () => {
    const x = graph.input([4]);
    const y = graph.input([4]);
    expect(() => compile({ inputs: { x }, outputs: { sum: graph.add(x, y) } }, createBackend())).toThrow(
      /need an input of shape \[4\] that inputs does not list; listed are: x/,
    );
  });

  it("name an update that does not fit its variable", () => {
    const target = graph.variable("w", [2], [0, 0]);
    expect(() =>
      compile({ updates: [{ kind: "assign", target, value: graph.constant(1) }] }, createBackend()),
    ).toThrow(/update \(assign\) of variable "w" of shape \[2\] has a value of shape \[\]/);
  });

  it.each([
    ["sgd", sgd({ learningRate: 0.1 })],
    ["momentum", sgd({ learningRate: 0.1, momentum: 0.9 })],
    ["rmsprop", rmsprop({ learningRate: 0.1 })],
    ["adam", adam({ learningRate: 0.1 })],
  ])("change no weight when a gradient is not finite: %s", (_, optimizer) => {
    for (const options of [{}, { maxGradientNorm: 0.5 }]) {
      const backend = createBackend();
      const x = graph.input([2]);
      const weights = graph.variable("w", [2], [1, 2]);
      const { updates, gradientNorm } = descend(
        graph.sum(graph.multiply(weights, x)),
        [weights],
        optimizer,
        options,
      );
      const program = compile({ inputs: { x }, outputs: { gradientNorm }, updates }, backend);
      for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
        program.inputs.x.set([1, bad]);
        program.run();
        expect(Number.isFinite(program.outputs.gradientNorm[0])).toBe(false);
        expect(Array.from(backend.values(weights))).toEqual([1, 2]);
      }
      program.inputs.x.set([1, 1]);
      program.run();
      expect(backend.values(weights)[0]).toBeLessThan(1);
    }
  });
});

describe("wasm memory", () => {
  it("may grow under a program: its views follow", () => {
    const backend = createWasmBackend();
    const x = graph.input([4]);
    const program = compile({ inputs: { x }, outputs: { y: graph.negate(x) } }, backend);
    program.inputs.x.set([1, 2, 3, 4]);
    const large = graph.input([3_000_000]);
    compile({ inputs: { large }, outputs: { total: graph.sum(large) } }, backend);
    program.run();
    expect(Array.from(program.outputs.y)).toEqual([-1, -2, -3, -4]);
  });

  it("says so when a graph needs more than there can be, and goes on with others", () => {
    const backend = createWasmBackend();
    const x = graph.input([2]);
    const huge = graph.input([2 ** 15, 2 ** 15]);
    const weights = graph.variable("w", [2], [1, 2]);
    const before = backend.values(weights).buffer.byteLength;
    const outputs = { total: graph.sum(huge), kept: graph.add(weights, x) };
    expect(() => compile({ inputs: { x, huge }, outputs }, backend)).toThrow(
      /^wasm backend: 4294967\d+ bytes are needed, and \d+ are in use; its memory has at most 4294967296\. The largest value is input of shape \[32768, 32768\]\. Use smaller batches/,
    );
    expect(backend.values(weights).buffer.byteLength).toBe(before);
    const program = compile({ inputs: { x }, outputs: { kept: outputs.kept } }, backend);
    program.inputs.x.set([3, 4]);
    program.run();
    expect(Array.from(program.outputs.kept)).toEqual([4, 6]);
  });

  it("is not given in blocks of no length", () => {
    for (const length of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => createWasmBackend().array(length)).toThrow(
        `array: length is ${length}; it must be an integer of at least 0`,
      );
    }
    expect(() => createWasmBackend().array(2 ** 31)).toThrow(/^wasm backend: 8589934592 bytes are needed/);
  });
});
