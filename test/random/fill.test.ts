import { afterEach, expect, test, vi } from "vitest";
import { drawingKernels } from "../../src/random/drawing-kernels.ts";
import { createGenerator, type Generator } from "../../src/random/index.ts";
import { hashOfFloats } from "./hash-of-floats.ts";

/** Where the kernels begin, where their blocks end, and beyond. */
const lengths = [0, 1, 255, 256, 257, 1023, 1024, 1025, 2049, 5000];

const fills: Record<
  string,
  {
    readonly all: <A extends Float32Array | Float64Array>(generator: Generator, array: A) => A;
    readonly each: (generator: Generator) => number;
  }
> = {
  fillUniform: {
    all: (generator, array) => generator.fillUniform(array),
    each: (generator) => generator.uniform(),
  },
  "fillUniform from −3 to 0.1": {
    all: (generator, array) => generator.fillUniform(array, -3, 0.1),
    each: (generator) => generator.uniform(-3, 0.1),
  },
  fillNormal: {
    all: (generator, array) => generator.fillNormal(array),
    each: (generator) => generator.normal(),
  },
  "fillNormal with mean 7 and deviation 0.1": {
    all: (generator, array) => generator.fillNormal(array, 7, 0.1),
    each: (generator) => generator.normal(7, 0.1),
  },
};

/** A generator of modules that were loaded anew where there is no WebAssembly. */
async function generatorWithoutKernels(seed: number): Promise<Generator> {
  vi.stubGlobal("WebAssembly", undefined);
  vi.resetModules();
  const random = await import("../../src/random/index.ts");
  return random.createGenerator(seed);
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

test.each(Object.entries(fills))(
  "%s draws what as many single draws do, and leaves the generator as they do",
  (_, { all, each }) => {
    for (const [seed, length] of lengths.entries()) {
      for (const makeArray of [() => new Float64Array(length), () => new Float32Array(length)]) {
        const [filling, drawing] = [createGenerator(seed), createGenerator(seed)];
        for (const generator of [filling, drawing]) generator.integers(0, 6); // half an output stays
        expect(all(filling, makeArray())).toEqual(makeArray().map(() => each(drawing)));
        expect(filling.save()).toEqual(drawing.save());
      }
    }
  },
);

test("two million normals, with all that the ziggurat's tables do not decide, have the bits of single draws", () => {
  const [filling, drawing] = [createGenerator(11), createGenerator(11)];
  const filled = filling.fillNormal(new Float64Array(2_000_000));
  let different = 0;
  for (const value of filled) if (!Object.is(value, 0 + drawing.normal())) different++;
  expect(different).toBe(0);
  expect(filling.save()).toEqual(drawing.save());
  expect(filled.filter((value) => Math.abs(value) > 3.6541528853610088).length).toBeGreaterThan(400);
});

test("a million uniform numbers have the bits of single draws", () => {
  const [filling, drawing] = [createGenerator(12), createGenerator(12)];
  let different = 0;
  for (const value of filling.fillUniform(new Float64Array(1_000_000))) {
    if (value !== drawing.random()) different++;
  }
  expect(different).toBe(0);
});

test("generators that take turns do not disturb one another", () => {
  const [one, other] = [createGenerator(1), createGenerator(2)];
  const turns = [one, other, one, other].map((generator) => generator.fillNormal(new Float64Array(300)));
  const alone = createGenerator(1).fillNormal(new Float64Array(600));
  expect([...turns[0]!, ...turns[2]!]).toEqual([...alone]);
});

test("without WebAssembly the same numbers are drawn", async () => {
  expect(drawingKernels(256)).toBeDefined();
  const here = createGenerator(3);
  const without = await generatorWithoutKernels(3);
  for (const { all } of Object.values(fills)) {
    expect(hashOfFloats(all(without, new Float64Array(1500)))).toBe(
      hashOfFloats(all(here, new Float64Array(1500))),
    );
  }
  expect(without.save()).toEqual(here.save());
});
