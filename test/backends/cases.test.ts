import { describe, expect, it } from "vitest";
import { createNativeBackend } from "../../src/backends/native/index.ts";
import { createReferenceBackend } from "../../src/backends/reference/index.ts";
import { createWasmBackend } from "../../src/backends/wasm/index.ts";
import { grad } from "../../src/graph/index.ts";
import { addOn } from "./add-on.ts";
import { type Case, cases } from "./cases.ts";
import { type BuiltCase, buildCase, compileCase, evaluate, hessianVectorProduct } from "./run-case.ts";

const reference = createReferenceBackend();
const compiled = {
  wasm: createWasmBackend(),
  ...Object.fromEntries(
    (addOn?.instructionSets ?? []).map((instructionSet) => [
      `native (${instructionSet})`,
      createNativeBackend({ instructionSet }),
    ]),
  ),
};

/** Shifts one entry of one operand, for a difference quotient. */
function shiftedBy(values: readonly number[][], operand: number, entry: number, step: number): number[][] {
  return values.map((list, i) => (i === operand ? list.with(entry, list[entry] + step) : list));
}

/** Central differences of the case's scalar with respect to every entry of every float operand. */
function differences(built: BuiltCase, step = 1e-5): number[][] {
  const scalar = compileCase(reference, built, [built.scalar!]);
  const at = (values: number[][]) => scalar(values)[0][0];
  return built.inputs.flatMap(({ dtype }, operand) =>
    dtype === "int"
      ? []
      : [
          built.values[operand].map(
            (_, entry) =>
              (at(shiftedBy(built.values, operand, entry, step)) -
                at(shiftedBy(built.values, operand, entry, -step))) /
              (2 * step),
          ),
        ],
  );
}

function expectClose(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(1, ...expected.map(Math.abs));
  const wrong = actual.findIndex((value, i) => !(Math.abs(value - expected[i]) / scale < tolerance));
  expect(wrong, `entry ${wrong} is ${actual[wrong]} and not ${expected[wrong]}`).toBe(-1);
}

const differentiable = cases.filter((each) => each.differentiable !== false);
// A difference quotient needs two evaluations per entry; larger operands are held against the reference only.
const small = differentiable.filter(({ operands }) =>
  operands.every(({ shape }) => shape.reduce((a, b) => a * b, 1) <= 64),
);

describe("gradients on the reference backend equal central differences", () => {
  it.each(small.map((each) => [each.name, each] as const))("%s", (_, each) => {
    const built = buildCase(each);
    const gradients = evaluate(reference, built, grad(built.scalar!, built.targets));
    differences(built).forEach((expected, i) => expectClose(gradients[i], expected, 1e-8));
  });
});

describe("Hessian-vector products on the reference backend equal differences of gradients", () => {
  it.each(small.map((each) => [each.name, each] as const))("%s", (_, each) => {
    const built = buildCase(each);
    const directions = built.targets.map(({ shape }, i) =>
      Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, entry) => ((entry * 7 + i * 3) % 5) - 2),
    );
    const products = evaluate(reference, built, hessianVectorProduct(built, directions));
    const step = 1e-6;
    const gradients = compileCase(reference, built, grad(built.scalar!, built.targets));
    const along = (sign: number) => {
      let target = 0;
      const moved = built.values.map((list, operand) => {
        if (built.inputs[operand].dtype === "int") return list;
        const direction = directions[target++];
        return list.map((value, entry) => value + sign * step * direction[entry]);
      });
      return gradients(moved);
    };
    const [ahead, behind] = [along(1), along(-1)];
    products.forEach((product, i) =>
      expectClose(
        product,
        ahead[i].map((value, entry) => (value - behind[i][entry]) / (2 * step)),
        1e-6,
      ),
    );
  });
});

describe.each(Object.entries(compiled))("%s equals the reference within float32", (_name, backend) => {
  const known = (each: Case) => each.compiled !== false;
  it.each(cases.filter(known).map((each) => [each.name, each] as const))("%s", (_, each) => {
    const built = buildCase(each);
    const outputs = [built.value, ...(built.scalar ? grad(built.scalar, built.targets) : [])];
    const expected = evaluate(reference, built, outputs);
    const actual = evaluate(backend, built, outputs);
    actual.forEach((values, i) => expectClose(values, expected[i], each.tolerance ?? 3e-6));
  });

  it.each(small.filter(known).map((each) => [each.name, each] as const))(
    "%s, Hessian-vector product",
    (_, each) => {
      const built = buildCase(each);
      const directions = built.targets.map(({ shape }) =>
        Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, entry) => (entry % 3) - 1),
      );
      const products = hessianVectorProduct(built, directions);
      const expected = evaluate(reference, built, products);
      evaluate(backend, built, products).forEach((values, i) => expectClose(values, expected[i], 1e-5));
    },
  );
});

it("says that special functions need the reference backend", () => {
  const built = buildCase(cases.find(({ name }) => name === "logGamma of [3]")!);
  expect(() => evaluate(compiled.wasm, built, [built.value])).toThrow(
    /^logGamma: .*compile with createReferenceBackend\(\)/,
  );
});
