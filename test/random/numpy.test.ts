import { describe, expect, test } from "vitest";
import { createGenerator, type Generator, generatorFromState, SeedSequence } from "../../src/random/index.ts";
import { hashOfFloats } from "./hash-of-floats.ts";
import numpy from "./numpy.json" with { type: "json" };

const seedOf = (text: string | string[]) => (Array.isArray(text) ? text.map(BigInt) : BigInt(text));
const repeat = <T>(count: number, draw: () => T) => Array.from({ length: count }, draw);

describe("NumPy's SeedSequence", () => {
  test.each(numpy.seedSequences)("with seed $seed", ({ seed, words, children, grandchild }) => {
    const sequence = new SeedSequence(seedOf(seed));
    expect([...sequence.generateState(9)]).toEqual(words);
    const spawned = [...sequence.spawn(2), ...sequence.spawn(1)];
    expect(spawned.map((child) => [...child.generateState(4)])).toEqual(children);
    expect([...spawned[2].spawn(3)[1].generateState(4)]).toEqual(grandchild);
  });
});

describe("NumPy's default_rng", () => {
  test.each(numpy.streams)("with seed $seed", ({ seed, state, increment, random, normal, spawned }) => {
    const generator = createGenerator(seedOf(seed));
    expect(generator.save()).toMatchObject({ state, increment, half: null });
    expect(repeat(random.length, () => generator.random())).toEqual(random);

    const other = createGenerator(seedOf(seed));
    expect(repeat(normal.length, () => other.normal())).toEqual(normal);
    expect(other.spawn(3).map((child) => child.random())).toEqual(spawned);
  });

  test("with a number as with a bigint", () => {
    expect(createGenerator(2 ** 53 - 1).random()).toBe(createGenerator(2n ** 53n - 1n).random());
  });
});

test.each(numpy.integers)("integers($low, $high)", ({ low, high, draws, endpoint, after }) => {
  const generator = createGenerator([3, 5]);
  expect(repeat(draws.length, () => generator.integers(low, high))).toEqual(draws);
  expect(repeat(endpoint.length, () => generator.integers(low, high, { endpoint: true }))).toEqual(endpoint);
  expect(generator.random()).toBe(after);
});

describe("all methods in turn", () => {
  const p = [0.1, 0.0, 0.3, 0.15, 0.45];
  const methods: Record<string, (generator: Generator) => number | number[]> = {
    random: (generator) => generator.random(),
    uniform: (generator) => generator.uniform(-0.05, 0.05),
    normal: (generator) => generator.normal(2, 3),
    integers: (generator) => generator.integers(0, 10),
    wideIntegers: (generator) => generator.integers(-3, 2 ** 40),
    choice: (generator) => generator.choice(7),
    weightedChoice: (generator) => generator.choice(5, { p }),
    choices: (generator) => generator.choice(9, { size: 4 }),
    weightedChoices: (generator) => generator.choice(5, { size: 3, p }),
    sample: (generator) => generator.choice(30, { size: 6, replace: false }),
    weightedSample: (generator) => generator.choice(5, { size: 3, replace: false, p }),
    permutation: (generator) => generator.permutation(6),
  };

  test.each(numpy.interleavings)("with seed $seed", ({ seed, calls }) => {
    const generator = createGenerator(seed);
    for (const [index, [method, drawn]] of calls.entries()) {
      expect(methods[method as string](generator), `call ${index}: ${method}`).toEqual(drawn);
    }
  });
});

test.each(numpy.samples)(
  "choice($count, { size: $size, replace: false })",
  ({ count, size, sha256, after }) => {
    const generator = createGenerator(11);
    expect(hashOfFloats(generator.choice(count, { size, replace: false }))).toBe(sha256);
    expect(generator.random()).toBe(after);
  },
);

describe("long streams", () => {
  const { long } = numpy;

  test("of normals, with their tails", () => {
    const { seed, count, sha256, beyondBase } = long.normal;
    const normals = createGenerator(seed).fillNormal(new Float64Array(count));
    expect(normals.filter((x) => Math.abs(x) > 3.6541528853610088).length).toBe(beyondBase);
    expect(hashOfFloats(normals)).toBe(sha256);
  });

  test("of normals with a mean and a standard deviation", () => {
    const { seed, count, sha256 } = long.scaledNormal;
    expect(hashOfFloats(createGenerator(seed).fillNormal(new Float64Array(count), -1.5, 0.3))).toBe(sha256);
  });

  test("of uniforms", () => {
    const { seed, count, sha256 } = long.random;
    expect(hashOfFloats(createGenerator(seed).fillUniform(new Float64Array(count)))).toBe(sha256);
  });

  test("of integers from a range that rejects many draws", () => {
    const { seed, count, high, sha256 } = long.integers;
    const generator = createGenerator(seed);
    expect(hashOfFloats(repeat(count, () => generator.integers(0, high)))).toBe(sha256);
  });

  test("of a permutation", () => {
    const { seed, count, sha256 } = long.shuffle;
    expect(hashOfFloats(createGenerator(seed).permutation(count))).toBe(sha256);
  });
});

test("a state of NumPy with a half kept continues as NumPy does", () => {
  const { state, increment, half, next } = numpy.halfKept;
  const seed = { entropy: [5], spawnKey: [], childrenSpawned: 0 };
  const generator = generatorFromState({ bitGenerator: "PCG64", state, increment, half, seed });
  expect(repeat(next.length, () => generator.integers(0, 1000))).toEqual(next);
});
