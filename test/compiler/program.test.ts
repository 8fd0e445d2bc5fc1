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

describe("both backends agree where numbers are strange", () => {
  it.each(Object.entries(backends))("%s", (_, createBackend) => {
    const x = graph.input([3]);
    const y = graph.input([3]);
    const outputs = { largest: graph.argMax(x), power: graph.power(y, x) };
    const program = compile({ inputs: { x, y }, outputs }, createBackend());
    program.inputs.x.set([1, Number.NaN, Infinity]);
    program.inputs.y.set([-1, 1, -1]);
    program.run();
    expect([program.outputs.largest[0], ...program.outputs.power]).toEqual([1, -1, 1, 1]);
  });
});

describe("a window of padding alone", () => {
  it("has no largest value", () => {
    const image = graph.input([1, 2, 2, 1]);
    expect(() => graph.maxPool(image, 2, { stride: 2, padding: 2 })).toThrow(
      "maxPool: window 0 along axis 1 sees nothing but padding",
    );
  });
});

describe("what a program is asked for", () => {
  it("may have the name of what every object has", () => {
    const x = graph.input([1]);
    const outputs = { constructor: graph.add(x, 1), toString: graph.add(x, 2) };
    const program = compile({ inputs: { x }, outputs }, createWasmBackend());
    program.run();
    expect([program.outputs.constructor[0], program.outputs.toString[0]]).toEqual([1, 2]);
  });

  it("refuses whole numbers as the value of a variable", () => {
    const i = graph.inputIndices([2]);
    const v = graph.variable("v", [2], [0, 0]);
    const updates = [{ kind: "assign", target: v, value: i }] as const;
    expect(() => compile({ inputs: { i }, updates }, createWasmBackend())).toThrow(
      "compile: the update (assign): a int tensor was given where float is needed",
    );
  });

  it("keeps what was scaled so that it does not overflow", () => {
    const x = graph.input([2]);
    const scaled = graph.multiply(x, 1e-20);
    const outputs = {
      squares: graph.multiply(scaled, scaled),
      sum: graph.sum(graph.multiply(scaled, scaled)),
      total: graph.sum(graph.multiply(x, 1e-10)),
      quotient: graph.divide(scaled, 1e-15),
      byInput: graph.divide(scaled, graph.multiply(x, 1e-30)),
    };
    const program = compile({ inputs: { x }, outputs }, createWasmBackend());
    program.inputs.x.set([3e20, 4e20]);
    program.run();
    const near = (values: ArrayLike<number>, expected: number[]) =>
      expected.forEach((each, at) => expect(values[at] / each).toBeCloseTo(1, 5));
    near(program.outputs.squares, [9, 16]);
    near(program.outputs.sum, [25]);
    near(program.outputs.byInput, [1e10, 1e10]);
    program.inputs.x.set([3e38, 3e38]);
    program.run();
    near(program.outputs.total, [6e28]);
  });
});
