import { expectTypeOf, test } from "vitest";
import { createReferenceBackend } from "../../src/backends/reference/index.ts";
import { createWasmBackend } from "../../src/backends/wasm/index.ts";
import { compile } from "../../src/compiler/index.ts";
import { argMax, grad, input, inputIndices, square, sum, variable } from "../../src/graph/index.ts";

const x = input([2]);
const rows = inputIndices([2]);
const w = variable("w", [2], [1, 2]);

test("arrays have the types of the expressions in whose place they are", () => {
  const { inputs, outputs } = compile(
    {
      inputs: { x, all: { rows, pair: [x, rows] } },
      outputs: { gradients: grad(sum(square(x)), [w]), best: [argMax(x), { x }] },
    },
    createWasmBackend(),
  );
  expectTypeOf(inputs.x).toEqualTypeOf<Float32Array>();
  expectTypeOf(inputs.all.rows).toEqualTypeOf<Int32Array>();
  expectTypeOf(inputs.all.pair).toEqualTypeOf<readonly [Float32Array, Int32Array]>();
  expectTypeOf(outputs.gradients).toEqualTypeOf<readonly Float32Array[]>();
  expectTypeOf(outputs.best[0]).toEqualTypeOf<Int32Array>();
  expectTypeOf(outputs.best[1].x).toEqualTypeOf<Float32Array>();
  // @ts-expect-error: there is no third.
  outputs.best[2];
  // @ts-expect-error: there is no such output.
  outputs.worst;
  // @ts-expect-error: arrays are written into, not replaced.
  inputs.all.pair[0] = new Float32Array(2);
});

test("floats are those of the backend, at any depth and where outputs are a list", () => {
  const { outputs } = compile({ inputs: [x], outputs: [[square(x)], argMax(x)] }, createReferenceBackend());
  expectTypeOf(outputs[0][0]).toEqualTypeOf<Float64Array>();
  expectTypeOf(outputs[1]).toEqualTypeOf<Int32Array>();
});

test("only expressions are compiled, and only inputs are written", () => {
  // @ts-expect-error: a number is no expression.
  compile({ outputs: { list: [x, 1] } }, createWasmBackend());
  // @ts-expect-error: a variable is no input.
  compile({ inputs: { list: [x, w] } }, createWasmBackend());
});
