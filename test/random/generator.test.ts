import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createGenerator, type Generator, generatorFromState } from "../../src/random/index.ts";

const seeds = fc.bigInt({ min: 0n, max: 2n ** 130n });
const draws: ((generator: Generator) => unknown)[] = [
  (generator) => generator.random(),
  (generator) => generator.normal(),
  (generator) => generator.integers(0, 6),
  (generator) => generator.choice(5, { size: 2, replace: false }),
  (generator) => generator.spawn(1)[0].random(),
];
const histories = fc.array(fc.constantFrom(...draws), { maxLength: 20 });

describe("ranges", () => {
  test("random is in [0, 1) and uniform in [low, high]", () => {
    fc.assert(
      fc.property(seeds, fc.double({ min: -1e9, max: 1e9, noNaN: true }), (seed, low) => {
        const generator = createGenerator(seed);
        for (let i = 0; i < 20; i += 1) {
          const x = generator.random();
          expect(x >= 0 && x < 1).toBe(true);
          const y = generator.uniform(low, low + 2);
          expect(y >= low && y <= low + 2).toBe(true);
        }
      }),
    );
  });

  test("integers are integers from low to high − 1, with endpoint to high", () => {
    const bounds = fc
      .tuple(fc.maxSafeInteger(), fc.maxSafeInteger())
      .map(([a, b]) => [a, b].sort((x, y) => x - y));
    fc.assert(
      fc.property(seeds, bounds, (seed, [low, high]) => {
        fc.pre(Number.isSafeInteger(high - low));
        const generator = createGenerator(seed);
        const inclusive = generator.integers(low, high, { endpoint: true });
        expect(Number.isSafeInteger(inclusive) && inclusive >= low && inclusive <= high).toBe(true);
        fc.pre(low < high);
        const exclusive = generator.integers(low, high);
        expect(Number.isSafeInteger(exclusive) && exclusive >= low && exclusive < high).toBe(true);
      }),
    );
  });

  test("choice without replacement draws different outcomes, and never one of probability 0", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 50 }), fc.nat(50), (seed, count, size) => {
        fc.pre(size <= count);
        const generator = createGenerator(seed);
        const chosen = generator.choice(count, { size, replace: false });
        expect(new Set(chosen).size).toBe(size);
        expect(chosen.every((index) => index >= 0 && index < count)).toBe(true);
        expect(new Set(generator.choice(4, { size: 2, replace: false, p: [0, 0.5, 0, 0.5] }))).toEqual(
          new Set([1, 3]),
        );
      }),
    );
  });

  test("shuffle keeps the elements", () => {
    fc.assert(
      fc.property(seeds, fc.array(fc.integer()), (seed, list) => {
        const shuffled = createGenerator(seed).shuffle([...list]);
        expect(shuffled.toSorted((a, b) => a - b)).toEqual(list.toSorted((a, b) => a - b));
      }),
    );
  });

  test("normals have the moments of the standard normal density", () => {
    const normals = createGenerator(1).fillNormal(new Float64Array(200_000));
    const moment = (power: number) => normals.reduce((sum, x) => sum + x ** power, 0) / normals.length;
    expect(moment(1)).toBeCloseTo(0, 1.9);
    expect(moment(2)).toBeCloseTo(1, 1.9);
    expect(moment(4)).toBeCloseTo(3, 1);
  });
});

describe("many at once", () => {
  test("fillUniform and fillNormal draw as repeated calls do, and round for float32", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const [one, many, rounded] = [createGenerator(seed), createGenerator(seed), createGenerator(seed)];
        const uniforms = Float64Array.from({ length: 9 }, () => one.uniform(-2, 3));
        const normals = Float64Array.from({ length: 9 }, () => one.normal(1, 2));
        expect(many.fillUniform(new Float64Array(9), -2, 3)).toEqual(uniforms);
        expect(many.fillNormal(new Float64Array(9), 1, 2)).toEqual(normals);
        expect(rounded.fillUniform(new Float32Array(9), -2, 3)).toEqual(Float32Array.from(uniforms));
        expect(rounded.fillNormal(new Float32Array(9), 1, 2)).toEqual(Float32Array.from(normals));
        expect(many.save()).toEqual(one.save());
      }),
    );
  });

  test("choice takes items of arrays and typed arrays by the indices it would draw", () => {
    const indices = createGenerator(4).choice(3, { size: 6 });
    expect(createGenerator(4).choice(["a", "b", "c"], { size: 6 })).toEqual(indices.map((i) => "abc"[i]));
    expect(createGenerator(4).choice(new Float32Array([5, 6, 7]))).toBe(5 + indices[0]);
    expect(createGenerator(4).choice([], { size: 0 })).toEqual([]);
  });

  test("shuffle orders typed arrays as arrays", () => {
    const order = createGenerator(6).permutation(20);
    expect([...createGenerator(6).shuffle(Int16Array.from({ length: 20 }, (_, i) => i))]).toEqual(order);
  });
});

describe("saved states", () => {
  test("continue identically from any point, through JSON", () => {
    fc.assert(
      fc.property(seeds, histories, histories, (seed, before, after) => {
        const generator = createGenerator(seed);
        for (const draw of before) draw(generator);
        const saved = JSON.parse(JSON.stringify(generator.save()));
        const continued = generatorFromState(saved);
        const restored = createGenerator(0);
        restored.restore(saved);

        const expected = after.map((draw) => draw(generator));
        expect(after.map((draw) => draw(continued))).toEqual(expected);
        expect(after.map((draw) => draw(restored))).toEqual(expected);
        expect(continued.save()).toEqual(generator.save());
      }),
    );
  });

  test("are not touched by later draws", () => {
    const generator = createGenerator(3);
    const saved = generator.save();
    const first = generator.random();
    generator.restore(saved);
    expect(generator.random()).toBe(first);
  });
});

describe("children", () => {
  test("do not depend on what was drawn, nor on how the spawning was divided", () => {
    fc.assert(
      fc.property(seeds, histories, (seed, history) => {
        const spawnless = history.filter((draw) => draw !== draws.at(-1));
        const [one, other] = [createGenerator(seed), createGenerator(seed)];
        for (const draw of spawnless) draw(one);
        const together = one.spawn(3).map((child) => child.random());
        const apart = [...other.spawn(1), ...other.spawn(2)].map((child) => child.random());
        expect(together).toEqual(apart);
        expect(new Set([...together, createGenerator(seed).random()]).size).toBe(4);
      }),
    );
  });

  test("leave the stream of their parent alone", () => {
    const [one, other] = [createGenerator(8), createGenerator(8)];
    one.spawn(5);
    expect(one.random()).toBe(other.random());
  });
});
