import { describe, expect, test } from "vitest";
import {
  createGenerator,
  drawBinomial,
  type GeneratorState,
  generatorFromState,
  SeedSequence,
} from "../../src/random/index.ts";

const generator = createGenerator(0);
const saved = generator.save();

describe("a message names the argument, its value and what is allowed", () => {
  test.each<[string, () => unknown]>([
    ["createGenerator: seed is -1; it must be a non-negative integer, e.g. 0", () => createGenerator(-1)],
    ["createGenerator: seed is 0.5; it must be a non-negative integer, e.g. 0", () => createGenerator(0.5)],
    ["createGenerator: seed is NaN; it must", () => createGenerator(Number.NaN)],
    ["createGenerator: seed is -3n; it must", () => createGenerator(-3n)],
    ["createGenerator: seed[1] is -2; it must", () => createGenerator([1, -2])],
    ['createGenerator: seed is "7"; it must', () => createGenerator("7" as unknown as number)],
    ["createGenerator: seed is undefined; it must", () => createGenerator(undefined as unknown as number)],
    ["write integers from 2^53 on as a bigint, e.g. 2n ** 64n", () => createGenerator(2 ** 64)],
    ["SeedSequence: spawnKey[0] is -1; it must", () => new SeedSequence(0, { spawnKey: [-1] })],
    ["SeedSequence.spawn: count is -1; it must be an integer from 0", () => new SeedSequence(0).spawn(-1)],
    ["SeedSequence.generateState: count is 1.5; it must", () => new SeedSequence(0).generateState(1.5)],
    ["Generator.spawn: count is 2.5; it must be an integer", () => generator.spawn(2.5)],
    ["Generator.uniform: low is 2 and high is 1; low must not be above high", () => generator.uniform(2, 1)],
    ["Generator.uniform: low is 0 and high is Infinity; low", () => generator.uniform(0, Infinity)],
    [
      "Generator.fillUniform: low is 1 and high is NaN",
      () => generator.fillUniform(new Float32Array(1), 1, Number.NaN),
    ],
    [
      "Generator.integers: low is 3 and high is 3; both must be integers, with low < high",
      () => generator.integers(3, 3),
    ],
    ["with low ≤ high", () => generator.integers(4, 3, { endpoint: true })],
    ["Generator.integers: low is 0 and high is 2.5", () => generator.integers(0, 2.5)],
    ["high − low below 2^53", () => generator.integers(-(2 ** 53) + 1, 2 ** 53 - 1)],
    ["Generator.normal: mean is NaN; it must be a finite number", () => generator.normal(Number.NaN, 1)],
    ["Generator.normal: mean is Infinity", () => generator.normal(Infinity)],
    ["Generator.fillNormal: mean is NaN", () => generator.fillNormal(new Float64Array(1), Number.NaN)],
    [
      "drawBinomial: p is 0.9 and failure is 0.5; their sum must be 1",
      () => drawBinomial(generator, 1000, 0.9, 0.5),
    ],
    ["drawBinomial: p is 0.1 and failure is 0.5", () => drawBinomial(generator, 1000, 0.1, 0.5)],
    [
      "Generator.choice: the population's size is undefined; it must be an integer from 1",
      () => generator.choice(undefined as unknown as number),
    ],
    ["Generator.normal: standardDeviation is -1; it must be 0 or above", () => generator.normal(0, -1)],
    [
      "Generator.fillNormal: standardDeviation is NaN",
      () => generator.fillNormal(new Float64Array(1), 0, Number.NaN),
    ],
    [
      "Generator.choice: the population's size is 0; it must be an integer from 1",
      () => generator.choice([]),
    ],
    ["Generator.choice: size is -1; it must be an integer from 0", () => generator.choice(3, { size: -1 })],
    [
      "Generator.choice: size is 4 but only 3 outcomes can",
      () => generator.choice(3, { size: 4, replace: false }),
    ],
    ["size is 2 but only 1 outcomes", () => generator.choice(2, { size: 2, replace: false, p: [1, 0] })],
    ["Generator.choice: p sums to 0.75; it must sum to 1", () => generator.choice(2, { p: [0.5, 0.25] })],
    ["Generator.choice: p has 1 probabilities for 2 outcomes", () => generator.choice(2, { p: [1] })],
    ["Generator.choice: p[1] is -0.5; a probability must be", () => generator.choice(2, { p: [1.5, -0.5] })],
    ["Generator.choice: p[0] is NaN", () => generator.choice(2, { p: [Number.NaN, 1] })],
    ["Generator.permutation: count is -1", () => generator.permutation(-1)],
    [
      "generatorFromState: bitGenerator is undefined",
      () => generatorFromState({} as unknown as GeneratorState),
    ],
    ['generatorFromState: state is "x"; it must be', () => generatorFromState({ ...saved, state: "x" })],
    ["increment is 2; it must be odd", () => generatorFromState({ ...saved, increment: "2" })],
    ["Generator.restore: half is -1; it must be null or", () => generator.restore({ ...saved, half: -1 })],
  ])("%s", (message, call) => {
    expect(call).toThrow(RangeError);
    expect(call).toThrow(message);
  });

  test.each<[string, unknown]>([
    ["5", 5],
    ["null", null],
    ["undefined", undefined],
    ['"abc"', "abc"],
    ["an object", new Set([1, 2])],
  ])("Generator.shuffle: list is %s; it must be an array or a typed array", (found, list) => {
    const call = () => generator.shuffle(list as number[]);
    expect(call).toThrow(TypeError);
    expect(call).toThrow(`Generator.shuffle: list is ${found}; it must be an array or a typed array`);
  });

  test("a call that fails draws nothing", () => {
    expect(generator.save()).toEqual(saved);
  });
});

test("the two probabilities of a binomial may miss 1 by what float32 rounds", () => {
  for (const p of [0.1, 0.3, 0.7, 0.123456789]) {
    expect(() => drawBinomial(createGenerator(1), 100, Math.fround(p), Math.fround(1 - p))).not.toThrow();
  }
});

test("probabilities in float32 may miss 1 by what float32 rounds", () => {
  expect(() => generator.choice(3, { p: Float32Array.of(0.1, 0.2, 0.7) })).not.toThrow();
});
