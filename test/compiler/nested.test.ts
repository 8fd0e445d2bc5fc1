import { expect, it } from "vitest";
import { createReferenceBackend } from "../../src/backends/reference/index.ts";
import { createWasmBackend } from "../../src/backends/wasm/index.ts";
import type { Backend } from "../../src/compiler/backend.ts";
import { compile, explain, type Floats } from "../../src/compiler/index.ts";
import { add, grad, input, inputIndices, multiply, square, sum, variable } from "../../src/graph/index.ts";

const backends: [string, () => Backend<Floats>][] = [
  ["reference", createReferenceBackend],
  ["wasm", createWasmBackend],
];

it.each(backends)(
  "a program on the %s backend has its arrays in the lists and records of its expressions",
  (_, createBackend) => {
    const weights = [2, 3].map((size, i) => variable(`w${i}`, [size], [1, 2, 3].slice(0, size)));
    const x = input([]);
    const [a, b] = [input([2]), input([3])];
    const loss = multiply(x, add(sum(square(add(weights[0]!, a))), sum(square(add(weights[1]!, b)))));
    const program = compile(
      {
        inputs: { scalars: { x }, shifts: [a, b] },
        outputs: { losses: { total: loss }, gradients: grad(loss, weights), pair: [[a], [loss, b]] },
      },
      createBackend(),
    );
    program.inputs.scalars.x[0] = 10;
    program.inputs.shifts[0].set([1, -1]);
    program.inputs.shifts[1].set([0, 0, -3]);
    program.run();
    expect(program.outputs.losses.total[0]).toBe(10 * (4 + 1 + 1 + 4 + 0));
    expect(program.outputs.gradients.map((gradient) => Array.from(gradient))).toEqual([
      [40, 20],
      [20, 40, 0],
    ]);
    expect(program.outputs.gradients).toHaveLength(2);
    expect(program.outputs.pair[1][0][0]).toBe(100);
    expect(Array.from(program.outputs.pair[1][1])).toEqual([0, 0, -3]);
    expect(Object.keys(program.outputs)).toEqual(["losses", "gradients", "pair"]);
  },
);

it("a program whose outputs are a list has a list of arrays", () => {
  const x = input([2]);
  const program = compile({ inputs: [x], outputs: [square(x), sum(x)] }, createWasmBackend());
  program.inputs[0].set([2, 3]);
  program.run();
  expect(program.outputs.map((each) => Array.from(each))).toEqual([[4, 9], [5]]);
});

it("arrays in lists are fetched anew when the memory has grown", () => {
  const backend = createWasmBackend();
  const x = input([2]);
  const program = compile({ inputs: { x: [x] }, outputs: { y: [square(x)] } }, backend);
  compile({ inputs: { large: input([2 ** 20]) } }, backend);
  program.inputs.x[0].set([2, 3]);
  program.run();
  expect(Array.from(program.outputs.y[0])).toEqual([4, 9]);
});

it("explanations and errors call expressions by their paths", () => {
  const x = input([2]);
  const y = inputIndices([3]);
  const program = compile(
    { inputs: { rows: [x] }, outputs: { all: { squares: [square(x)] } } },
    createWasmBackend(),
  );
  const [instruction] = explain(program, { runs: 0 }).instructions;
  expect(instruction!.result).toBe("all.squares.0");
  expect(instruction!.formula).toBe("square(rows.0)");
  expect(() => compile({ inputs: { rows: [x, [y]] }, outputs: [input([])] }, createWasmBackend())).toThrow(
    "listed are: rows.0, rows.1.0",
  );
});

it("two expressions of one path are refused", () => {
  const x = input([]);
  expect(() => compile({ inputs: { "a.0": x, a: [x] } }, createWasmBackend())).toThrow(
    'compile: two are called "a.0"; give one of them another name',
  );
});

it.each(["text", 3, undefined, null, true])(
  "%j in the place of an expression is refused by its path",
  (found) => {
    for (const kind of ["inputs", "outputs"]) {
      expect(() => compile({ [kind]: { losses: [found as never] } }, createWasmBackend())).toThrow(
        new TypeError(`compile: "losses.0" is ${found}; it must be an expression`),
      );
    }
  },
);
