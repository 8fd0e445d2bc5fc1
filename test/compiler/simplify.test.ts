import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createReferenceBackend } from "../../src/backends/reference/index.ts";
import { createWasmBackend } from "../../src/backends/wasm/index.ts";
import { compile, type Floats } from "../../src/compiler/index.ts";
import { simplify } from "../../src/compiler/plan/simplify.ts";
import * as graph from "../../src/graph/index.ts";
import { sizeOf } from "../../src/graph/shape.ts";

/** What an expression is rewritten to, as text. */
function rewritten(root: graph.Expression): string {
  const write = (node: graph.Expression): string => {
    if (node.operation === "constant") return String(node.attributes.values[0]);
    if (node.operation === "input") return `x${node.shape.length}`;
    return `${node.operation}(${node.inputs.map(write).join(", ")})`;
  };
  return write(simplify([root]).get(root)!);
}

describe("simplify", () => {
  const x = graph.input([4, 3]);

  it("gathers factors and signs, through sums too", () => {
    expect(rewritten(graph.multiply(graph.negate(graph.multiply(x, 4)), 0.5))).toBe("multiply(x2, -2)");
    expect(rewritten(graph.negate(graph.mean(graph.multiply(graph.divide(x, 2), 3))))).toBe(
      "multiply(reshape(sum(x2)), -0.125)",
    );
    expect(rewritten(graph.multiply(graph.multiply(x, 2), graph.multiply(graph.exp(x), 3)))).toBe(
      "multiply(multiply(exp(x2), x2), 6)",
    );
    expect(rewritten(graph.subtract(x, graph.negate(graph.exp(x))))).toBe("add(x2, exp(x2))");
  });

  it("computes as a scalar what is one number everywhere", () => {
    const y = graph.input([]);
    const stretched = graph.broadcastTo(graph.reshape(y, [1, 1]), [4, 3]);
    expect(rewritten(graph.exp(graph.multiply(stretched, 2)))).toBe("broadcast(exp(multiply(x0, 2)))");
    expect(rewritten(graph.add(graph.reshape(stretched, [12]), graph.reshape(x, [12])))).toBe(
      "reshape(add(x0, x2))",
    );
    expect(rewritten(graph.sum(graph.multiply(stretched, graph.constant([3], [1]))))).toBe(
      "multiply(x0, 36)",
    );
  });

  it("makes sums of sums one", () => {
    const total = graph.sum(graph.reshape(graph.negate(graph.sum(x, { axis: 0 })), [3, 1]));
    expect(rewritten(total)).toBe("negate(reshape(sum(x2)))");
  });

  it("keeps values as they are", () => {
    const shapes: graph.Shape[] = [[], [1], [3], [4, 1], [1, 3], [4, 3], [12]];
    const fits = (a: graph.Expression, b: graph.Expression) =>
      a.shape.every((extent, i) => {
        const other = b.shape[i - a.shape.length + b.shape.length] ?? 1;
        return extent === other || extent === 1 || other === 1;
      });
    const operations = {
      negate: (a: graph.Expression) => graph.negate(a),
      scale: (a: graph.Expression, _: graph.Expression, c: number) => graph.multiply(c, a),
      divide: (a: graph.Expression, _: graph.Expression, c: number) => graph.divide(a, c),
      tanh: (a: graph.Expression) => graph.tanh(a),
      sum: (a: graph.Expression) => graph.sum(a),
      mean: (a: graph.Expression) => graph.mean(a, { keepDimensions: true }),
      last: (a: graph.Expression) => (a.shape.length > 0 ? graph.sum(a, { axis: -1 }) : graph.square(a)),
      first: (a: graph.Expression) => (a.shape.length > 0 ? graph.mean(a, { axis: 0 }) : graph.square(a)),
      flat: (a: graph.Expression) => graph.reshape(a, [sizeOf(a.shape)]),
      column: (a: graph.Expression) => graph.reshape(a, [sizeOf(a.shape), 1]),
      stop: (a: graph.Expression) => graph.stopGradient(a),
      add: graph.add,
      subtract: graph.subtract,
      multiply: (a: graph.Expression, b: graph.Expression) => graph.multiply(a, graph.tanh(b)),
      // Only inputs are compared: what rounding touches may tip over.
      select: (a: graph.Expression, _: graph.Expression, c: number, exact: graph.Expression) =>
        fits(a, exact) ? graph.select(graph.less(exact, c / 7), a, c) : a,
    };
    const names = Object.keys(operations) as (keyof typeof operations)[];
    const recipe = fc.array(
      fc.tuple(fc.constantFrom(...names), fc.nat(), fc.nat(), fc.constantFrom(-1, 0.5, 1, 2, 3)),
      { minLength: 2, maxLength: 14 },
    );
    const backend = createWasmBackend();
    fc.assert(
      fc.property(recipe, (steps) => {
        const inputs = shapes.map((shape) => graph.input(shape));
        const nodes: graph.Expression[] = [...inputs, graph.constant(2), graph.constant([3], [1, 1])];
        for (const [name, first, second, c] of steps) {
          const a = nodes[nodes.length - 1 - (first % Math.min(nodes.length, 9))];
          const b = nodes[second % nodes.length];
          const node = operations[name](a, fits(a, b) ? b : graph.mean(b), c, inputs[second % inputs.length]);
          nodes.push(sizeOf(node.shape) > 200 ? graph.mean(node) : node);
        }
        const outputs = Object.fromEntries(nodes.map((node, i) => [`n${i}`, node]));
        const listed = Object.fromEntries(inputs.map((input, i) => [`i${i}`, input]));
        const results = [backend, createReferenceBackend()].map((each) => {
          const program = compile<typeof listed, typeof outputs, Floats>(
            { inputs: listed, outputs },
            each as never,
          );
          inputs.forEach((input, i) => {
            const values = program.inputs[`i${i}`] as Floats;
            values.set(
              Array.from({ length: sizeOf(input.shape) }, (_, k) => Math.fround(Math.sin(1 + i + 7 * k))),
            );
          });
          program.run();
          return nodes.map((_, i) => Array.from(program.outputs[`n${i}`] as Floats));
        }) as [number[][], number[][]];
        const [ours, exact] = results;
        const largest = Math.max(1, ...exact.flat().map(Math.abs));
        nodes.forEach((node, i) => {
          expect(ours[i]).toHaveLength(sizeOf(node.shape));
          const apart = exact[i].map((value, k) => Math.abs(value - ours[i][k]));
          expect(Math.max(...apart)).toBeLessThanOrEqual(1e-4 * largest);
        });
      }),
      { numRuns: 150 },
    );
  });
});
