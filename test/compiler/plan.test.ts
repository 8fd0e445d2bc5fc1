import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { opcodes } from "../../src/compiler/instruction-set/opcodes.ts";
import { createArena } from "../../src/compiler/plan/arena.ts";
import { mergeLoops } from "../../src/compiler/plan/loops.ts";
import { plan } from "../../src/compiler/plan/plan.ts";
import type { Update } from "../../src/compiler/update.ts";
import * as graph from "../../src/graph/index.ts";
import { adam, descend } from "../../src/optimizers/index.ts";

const names = Object.fromEntries(Object.entries(opcodes).map(([name, code]) => [code, name]));

/** The names of the instructions that a graph becomes. */
function instructions(
  inputs: Record<string, graph.Input>,
  outputs: Record<string, graph.Expression>,
): string[] {
  return plan({ inputs, outputs, updates: [] }).steps.map((step) => names[step.encode(() => 64, 0)[0]]);
}

describe("the plan", () => {
  const x = graph.input([8, 4]);
  const w = graph.variable("w", [4, 6], new Float32Array(24));
  const b = graph.variable("b", [6], new Float32Array(6));

  it("makes a layer one instruction, and its gradient's activation part of the product", () => {
    const v = graph.variable("v", [6, 3], new Float32Array(18));
    const hidden = graph.tanh(graph.add(graph.matmul(x, w), b));
    expect(instructions({ x }, { hidden })).toEqual(["matmul"]);
    const loss = graph.sum(graph.matmul(hidden, v));
    const [toW] = graph.grad(loss, [w]);
    expect(instructions({ x }, { toW })).toEqual(["matmul", "stridedCopy", "matmul", "matmul"]);
  });

  it("is made once for the same outputs by the same names in the same order, and anew for others and for updates", () => {
    const [sum, product] = [graph.add(x, 1), graph.multiply(x, 2)];
    const planned = (outputs: Record<string, graph.Expression>, updates: readonly Update[] = []) =>
      plan({ inputs: { x }, outputs, updates });
    const both = planned({ sum, product });
    expect(planned({ sum, product })).toBe(both);
    const next = { kind: "assign", target: b, value: graph.multiply(b, 2) } as const;
    for (const [outputs, updates] of [
      [{ sum }],
      [{ sum, other: product }],
      [{ sum, product: graph.multiply(x, 3) }],
      [{ product, sum }],
      [{ sum, product }, [next]],
    ] as const) {
      const made = planned(outputs, updates);
      expect(made).not.toBe(both);
      expect(Object.keys(made.outputs)).toEqual(Object.keys(outputs));
    }
  });

  it("makes a convolution one instruction with its bias and activation, and its gradient too", () => {
    const images = graph.input([2, 6, 6, 4]);
    const first = graph.variable("first", [3, 3, 4, 8], new Float32Array(288));
    const second = graph.variable("second", [3, 3, 8, 2], new Float32Array(144));
    const bias = graph.variable("bias", [8], new Float32Array(8));
    const hidden = graph.relu(graph.add(graph.convolution(images, first), bias));
    expect(instructions({ images }, { hidden })).toEqual(["convolution3x3"]);
    const [toFirst] = graph.grad(graph.sum(graph.convolution(hidden, second)), [first]);
    expect(instructions({ images }, { toFirst })).toEqual([
      "convolution3x3",
      "stridedCopy",
      "convolution3x3",
      "convolution3x3WeightGradient",
    ]);
  });

  it("computes other convolutions as products with patches, behind which the bias and the activation are found", () => {
    const images = graph.input([2, 6, 6, 4]);
    const layer = (kernel: number, options: graph.WindowOptions) => {
      const weights = graph.variable("w", [kernel, kernel, 4, 8], new Float32Array(kernel * kernel * 32));
      const biases = graph.variable("b", [8], new Float32Array(8));
      return graph.relu(graph.add(graph.convolution(images, weights, options), biases));
    };
    expect(instructions({ images }, { strided: layer(3, { stride: 2 }) })).toEqual(["patches", "matmul"]);
    expect(instructions({ images }, { narrow: layer(1, {}) })).toEqual(["matmul"]);
  });

  it("computes what is written twice once", () => {
    const twice = graph.add(graph.exp(graph.multiply(x, 2)), graph.exp(graph.multiply(x, 2)));
    expect(instructions({ x }, { twice })).toEqual(["multiply", "exp", "add"]);
  });

  it("does not take over what others need too", () => {
    const product = graph.matmul(x, w);
    const sum = graph.add(product, b);
    expect(instructions({ x }, { product, y: graph.tanh(sum) })).toEqual(["matmul", "add", "tanh"]);
  });

  it("sums squares and products, and scales sums, in one instruction each", () => {
    expect(instructions({ x }, { squares: graph.sum(graph.square(x)) })).toEqual(["sumOfSquares"]);
    expect(instructions({ x }, { dot: graph.sum(graph.multiply(x, graph.reshape(x, [8, 4]))) })).toEqual([
      "dot",
    ]);
    expect(instructions({ x }, { mean: graph.mean(x) })).toEqual(["sum"]);
    const error = graph.negate(graph.mean(graph.square(x)));
    expect(instructions({ x }, { error })).toEqual(["sumOfSquares"]);
  });

  it("takes the norm of all gradients, and their updates, in one instruction each", () => {
    const y = graph.tanh(graph.add(graph.matmul(x, w), b));
    const { updates, gradientNorm } = descend(graph.mean(y), [w, b], adam({ learningRate: 0.1 }));
    const { steps } = plan({ inputs: { x }, outputs: { gradientNorm }, updates });
    const opcodes = steps.map((step) => names[step.encode(() => 64, 64)[0]]);
    expect(opcodes.filter((opcode) => opcode === "sumOfSquares" || opcode === "adam")).toEqual([
      "sumOfSquares",
      "adam",
    ]);
    expect(steps.at(-1)!.updates.map((update) => update.kind === "adam" && update.parameter)).toEqual([w, b]);
  });

  it("works in place along a chain", () => {
    const chain = graph.exp(graph.negate(graph.tanh(graph.sin(x))));
    expect(plan({ inputs: { x }, outputs: { last: graph.sum(chain) }, updates: [] }).arenaBytes).toBe(
      128 + 64,
    );
  });

  it("never gives the place of a live value to another", () => {
    const shape = fc.constantFrom<number[]>([4], [16], [64], [4, 16]);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(shape, fc.nat(), fc.nat()), { minLength: 3, maxLength: 25 }),
        (recipe) => {
          const nodes: graph.Expression[] = [graph.input([4])];
          for (const [target, first, second] of recipe) {
            const left = graph.sum(nodes[first % nodes.length]);
            const right = nodes[second % nodes.length];
            nodes.push(graph.add(graph.broadcastTo(left, target), graph.mean(graph.exp(right))));
          }
          const { steps, offsets } = plan({
            inputs: {},
            outputs: { last: nodes.at(-1)!, mid: nodes[2] },
            updates: [],
          });
          const contents = new Map<number, graph.Expression>();
          for (const { reads, result, overwritable } of steps) {
            for (const read of reads) {
              const offset = offsets.get(read);
              if (offset !== undefined) expect(contents.get(offset)).toBe(read);
            }
            if (!result) continue;
            const start = offsets.get(result)!;
            const end = start + 4 * result.shape.reduce((a, b) => a * b, 1);
            for (const [offset, node] of contents) {
              const bytes = 4 * node.shape.reduce((a, b) => a * b, 1);
              if (offset < end && offset + bytes > start && !overwritable.includes(node))
                contents.delete(offset);
            }
            contents.set(start, result);
          }
        },
      ),
    );
  });
});

describe("the arena", () => {
  it("hands out disjoint blocks, and ends as one gap", () => {
    const actions = fc.array(fc.oneof(fc.integer({ min: 1, max: 500 }), fc.constant("give" as const)), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(actions, fc.infiniteStream(fc.nat()), (list, choices) => {
        const arena = createArena();
        const held: { offset: number; size: number }[] = [];
        for (const action of list) {
          if (action === "give") {
            if (held.length === 0) continue;
            const [{ offset, size }] = held.splice(choices.next().value! % held.length, 1);
            arena.give(offset, size);
          } else {
            const offset = arena.take(action);
            for (const other of held) {
              expect(offset >= other.offset + other.size || other.offset >= offset + action).toBe(true);
            }
            held.push({ offset, size: action });
          }
        }
        for (const { offset, size } of held) arena.give(offset, size);
        const { bytes } = arena;
        if (bytes > 0) expect(arena.take(bytes)).toBe(0);
      }),
    );
  });
});

describe("loops", () => {
  it("merge axes through which every operand runs evenly", () => {
    expect(
      mergeLoops(
        [2, 3, 4],
        [
          [12, 4, 1],
          [12, 4, 1],
        ],
      ),
    ).toEqual([{ extent: 24, strides: [1, 1] }]);
    expect(
      mergeLoops(
        [2, 3, 4],
        [
          [12, 4, 1],
          [0, 0, 1],
        ],
      ),
    ).toEqual([
      { extent: 6, strides: [4, 0] },
      { extent: 4, strides: [1, 1] },
    ]);
    expect(mergeLoops([1, 1], [[1, 1]])).toEqual([{ extent: 1, strides: [0] }]);
  });
});
