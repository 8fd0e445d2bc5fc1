import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as graph from "../../src/graph/index.ts";
import { broadcastShapes, broadcastStrides, sizeOf } from "../../src/graph/shape.ts";

const extents = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 });

describe("shapes", () => {
  it("broadcast to the larger of each pair of extents, aligned at the last axis", () => {
    fc.assert(
      fc.property(extents, fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), (shape, ones) => {
        const other = shape.map((extent, axis) => (ones[axis] ? 1 : extent));
        expect(broadcastShapes("test", shape, other)).toEqual(shape);
        expect(broadcastShapes("test", other.slice(1), shape)).toEqual(shape);
      }),
    );
  });

  it("walk a broadcast operand only over its own elements", () => {
    fc.assert(
      fc.property(extents, fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), (shape, ones) => {
        const from = shape.map((extent, axis) => (ones[axis] ? 1 : extent));
        const last = broadcastStrides(from, shape).reduce(
          (sum, stride, axis) => sum + stride * (shape[axis] - 1),
          0,
        );
        expect(last).toBe(sizeOf(from) - 1);
      }),
    );
  });

  it("and values of expressions stay as they are when the caller's arrays change", () => {
    const [shape, permutation] = [
      [2, 3],
      [1, 0],
    ];
    const numbers = [1, 2, 3, 4, 5, 6];
    const lists = [numbers.slice(), Float32Array.from(numbers), Buffer.from(numbers)];
    const x = graph.input(shape);
    const constants = lists.map((values) => graph.constant(values, shape));
    const variables = lists.map((values) => graph.variable("v", shape, values));
    const transposed = graph.transpose(x, permutation);
    for (const list of [shape, permutation, ...lists]) list.fill(7);
    for (const node of [x, ...constants, ...variables]) expect(node.shape).toEqual([2, 3]);
    expect(transposed.attributes).toEqual({ permutation: [1, 0] });
    for (const { attributes } of constants) expect(Array.from(attributes.values)).toEqual([1, 2, 3, 4, 5, 6]);
    for (const { attributes } of variables)
      expect(Array.from(attributes.initial)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("of pools are those of the defaults where an option is undefined", () => {
    const images = graph.input([1, 5, 5, 1]);
    for (const pool of [graph.maxPool, graph.averagePool]) {
      for (const name of ["stride", "padding"]) {
        expect(pool(images, 2, { [name]: undefined }).shape).toEqual([1, 2, 2, 1]);
      }
    }
  });

  it.each([2, -1, Number.NaN, 0.5])("have no variance with %d degrees of freedom", (degreesOfFreedom) => {
    expect(() => graph.variance(graph.input([4]), { degreesOfFreedom: degreesOfFreedom as 0 })).toThrow(
      `variance: degreesOfFreedom is ${degreesOfFreedom}; it must be 0, or 1 for at least two values`,
    );
  });

  it.each([
    [
      "add",
      () => graph.add(graph.input([3]), graph.input([4])),
      /add: shapes \[3\] and \[4\] do not broadcast/,
    ],
    [
      "matmul",
      () => graph.matmul(graph.input([2, 3]), graph.input([4, 5])),
      /matmul: \[2, 3\] and \[4, 5\] do not/,
    ],
    ["reshape", () => graph.reshape(graph.input([6]), [4]), /reshape: \[6\] has 6 elements, \[4\] has 4/],
    ["sum", () => graph.sum(graph.input([2, 2]), { axis: 2 }), /sum: axis is 2; .* has axes -2 to 1/],
    ["slice", () => graph.slice(graph.input([5]), 0, 3, 9), /slice: start 3, end 9 .* 0 ≤ start < end ≤ 5/],
    [
      "grad",
      () => graph.grad(graph.input([2]), []),
      /grad: the function has shape \[2\]; it must be a scalar/,
    ],
    ["input", () => graph.input([0]), /input: shape is \[0\]; every extent must be a positive integer/],
    [
      "pick",
      () => graph.pick(graph.input([2, 3]), graph.input([2])),
      /pick: a float tensor .* where int is needed/,
    ],
    [
      "exp",
      () => graph.exp(graph.inputIndices([2])),
      /exp: a int tensor .* where float is needed; .* toFloat/,
    ],
    ["variable", () => graph.variable("w", [2], [1]), /variable "w": 1 values given; shape \[2\] needs 2/],
  ])("errors of %s name the operation and the shapes", (_, build, message) => {
    expect(build).toThrow(message);
  });
});
