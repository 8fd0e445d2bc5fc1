import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createReferenceBackend } from "../../../src/backends/index.ts";
import { compile } from "../../../src/compiler/index.ts";
import { constant, type FloatExpression, input, reshape, tanh } from "../../../src/graph/index.ts";
import { resizeImage } from "../../../src/networks/architectures/resize-image.ts";
import {
  boardArchitecture,
  boardValueHead,
  type ConvolutionalArchitecture,
  createNetwork,
} from "../../../src/networks/index.ts";
import { createGenerator } from "../../../src/random/index.ts";

const shapesOf = (architecture: ConvolutionalArchitecture, outputs: number) => {
  const [height, width, planes] = architecture.input;
  const size = { inputs: height * width * planes, outputs };
  const { parameters, apply } = createNetwork("net", architecture, size, createGenerator(0));
  expect(apply(input([2, size.inputs])).shape).toEqual([2, outputs]);
  return Object.fromEntries(parameters.map(({ attributes, shape }) => [attributes.name, shape]));
};

describe("the architecture for boards", () => {
  it("refuses numbers that are no counts", () => {
    for (const options of [{ filters: 0 }, { firstKernel: 2.5 }, { residualBlocks: -3 }, { layers: 0 }]) {
      const [name] = Object.keys(options);
      expect(() => boardArchitecture([9, 9, 48], options)).toThrow(`architecture: ${name} is`);
    }
  });

  it("is AlphaGo's policy network at its size, with a bias per point", () => {
    expect(boardArchitecture([19, 19, 48], { layers: 12, filters: 192, firstKernel: 5 })).toEqual({
      ...{ kind: "convolutional", input: [19, 19, 48], head: { kind: "positions" } },
      layers: [{ filters: 192, kernel: 5 }, ...Array(11).fill({ filters: 192, kernel: 3 })],
    });
  });

  it("has residual blocks behind the convolutions, which see the whole board, where it is asked for them", () => {
    expect(boardArchitecture([9, 9, 50], { layers: 1, filters: 64, residualBlocks: 6 })).toEqual({
      ...{ kind: "convolutional", input: [9, 9, 50], head: { kind: "positions" } },
      layers: [{ filters: 64, kernel: 3 }],
      ...{ residualBlocks: 6, preactivation: true, globalPooling: true },
    });
    const shapes = shapesOf(boardArchitecture([5, 5, 3], { layers: 2, filters: 4, residualBlocks: 3 }), 26);
    expect(Object.keys(shapes).filter((name) => name.includes("pooled"))).toEqual([
      ...["net.tower.block1.pooled.weight", "net.tower.block1.pooled.bias"],
    ]);
  });

  it("has one logit more for a pass, whose weights have no size", () => {
    const [small, large] = [5, 9].map((size) => shapesOf(boardArchitecture([size, size, 3]), size ** 2 + 1));
    expect(small["net.head.elsewhere.weight"]).toEqual([64, 1]);
    const tied = Object.keys(large).filter((name) => large[name].join() !== small[name].join());
    expect(tied).toEqual(["net.head.positions.bias"]);
  });

  it("has AlphaGo's value head, with four filters: 256 units and a tanh", () => {
    const shapes = shapesOf(boardArchitecture([9, 9, 4], { head: boardValueHead }), 1);
    expect(shapes).toMatchObject({
      "net.head.narrow.weight": [1, 1, 64, 4],
      "net.head.0.weight": [4 * 81, 256],
      "net.head.1.weight": [256, 1],
    });
  });

  it("has a value head that tells boards apart whatever the seed of its weights", () => {
    const architecture = boardArchitecture([5, 5, 3], { layers: 3, filters: 16, head: boardValueHead });
    const boards = new Float32Array(8 * 75);
    createGenerator(0).fillNormal(boards);
    const observations = constant(boards.map(Math.abs), [8, 75]);
    for (let seed = 0; seed < 40; seed++) {
      const network = createNetwork("net", architecture, { inputs: 75, outputs: 1 }, createGenerator(seed));
      const outputs = { values: network.apply(observations) };
      const program = compile({ inputs: {}, outputs }, createReferenceBackend());
      program.run();
      expect(new Set(program.outputs.values).size).toBeGreaterThan(4);
    }
  });

  it("applies the activation of the outputs behind the last layer, whatever the head", () => {
    for (const kind of ["dense", "pooled"] as const) {
      const build = (head: ConvolutionalArchitecture["head"]) => {
        const architecture = boardArchitecture([3, 3, 2], { layers: 1, filters: 4, head });
        return createNetwork("net", architecture, { inputs: 18, outputs: 1 }, createGenerator(1));
      };
      const x = input([2, 18]);
      const backend = createReferenceBackend();
      const evaluate = (y: FloatExpression) => {
        const program = compile({ inputs: { x }, outputs: { y: reshape(y, [2]) } }, backend);
        program.inputs.x.set(Array.from({ length: 36 }, (_, i) => (i % 5) - 1));
        program.run();
        return Array.from(program.outputs.y);
      };
      const bounded = evaluate(build({ kind, outputActivation: "tanh" }).apply(x));
      expect(bounded).toEqual(evaluate(tanh(build({ kind }).apply(x))));
      expect(bounded.every((value) => value !== 0 && Math.abs(value) <= 1)).toBe(true);
    }
  });

  it("refuses numbers of layers and activations that there are not", () => {
    expect(() => boardArchitecture([9, 9, 3], { layers: 0 })).toThrow("layers is 0; it must be an integer");
    const head = { kind: "pooled", outputActivation: "softmax" } as unknown as typeof boardValueHead;
    expect(() => shapesOf(boardArchitecture([9, 9, 3], { head }), 1)).toThrow(
      `head's outputActivation is "softmax"; it must be one of: `,
    );
  });
});

describe("an image at another size", () => {
  const extent = fc.integer({ min: 1, max: 9 });
  const sizes = fc.tuple(extent, extent, extent, extent);

  it("is a plane where it was a plane, with its corners in the corners", () => {
    fc.assert(
      fc.property(sizes, ([height, width, newHeight, newWidth]) => {
        // In [0, 1] along each side; in the middle where there is one row only.
        const place = (index: number, all: number) => (all === 1 ? 0.5 : index / (all - 1));
        const plane = (rows: number, columns: number) =>
          Array.from({ length: rows * columns }, (_, i) => {
            return 2 + place(Math.floor(i / columns), rows) - 3 * place(i % columns, columns);
          });
        const resized = resizeImage(plane(height, width), [height, width], [newHeight, newWidth]);
        // One row has one value, whatever it becomes.
        const flat = (rows: number, from: number) => from === 1 && rows > 1;
        if (flat(newHeight, height) || flat(newWidth, width)) return;
        plane(newHeight, newWidth).forEach((value, i) => expect(resized[i]).toBeCloseTo(value, 5));
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it("turns with the image: reflecting it before or after is the same", () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 1000 }), ([height, width, newHeight, newWidth], seed) => {
        const generator = createGenerator(seed);
        const image = Array.from({ length: height * width }, () => generator.normal());
        const reflect = (values: ArrayLike<number>, columns: number) =>
          Array.from(values, (_, i) => values[i - (i % columns) + (columns - 1 - (i % columns))]);
        const before = resizeImage(reflect(image, width), [height, width], [newHeight, newWidth]);
        const after = reflect(resizeImage(image, [height, width], [newHeight, newWidth]), newWidth);
        before.forEach((value, i) => expect(value).toBeCloseTo(after[i], 5));
      }),
      { numRuns: 100, seed: 2 },
    );
  });
});
