import { describe, expect, it } from "vitest";
import { createWasmBackend } from "../../../src/backends/wasm/index.ts";
import { variable } from "../../../src/graph/index.ts";
import { guardWeights } from "../../../src/learning/descent/non-finite-error.ts";

function made() {
  const backend = createWasmBackend();
  const [weight, bias] = [variable("weight", [2, 3], [1, 2, 3, 4, 5, 6]), variable("bias", [3], [7, 8, 9])];
  return { backend, weight, bias, guard: guardWeights(backend, [weight, bias]) };
}

describe("the guard of the weights", () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    "names the variable that holds %d, and puts the last good weights back",
    (value) => {
      const { backend, weight, bias, guard } = made();
      backend.values(weight)[5] = 60;
      guard.keep();
      backend.values(weight)[0] = 10;
      backend.values(bias)[1] = value;
      expect(() => guard.keep()).toThrow(`weight bias became ${value}`);
      guard.putBack();
      expect([...backend.values(weight), ...backend.values(bias)]).toEqual([1, 2, 3, 4, 5, 60, 7, 8, 9]);
    },
  );

  it("takes weights whose squares are too large for float32", () => {
    const { backend, weight, guard } = made();
    backend.values(weight).fill(1e30);
    guard.keep();
    backend.values(weight).fill(0);
    guard.putBack();
    expect(backend.values(weight)[0]).toBe(Math.fround(1e30));
  });

  it("looks at the weights where they are after the memory has grown", () => {
    const { backend, weight, guard } = made();
    backend.array(1 << 20);
    backend.values(weight)[0] = Number.NaN;
    expect(() => guard.keep()).toThrow("weight weight became NaN");
    guard.putBack();
    expect(backend.values(weight)[0]).toBe(1);
  });
});
