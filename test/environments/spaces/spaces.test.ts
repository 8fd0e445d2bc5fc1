import { describe, expect, test } from "vitest";
import {
  type BoxOptions,
  box,
  dict,
  discrete,
  multiBinary,
  multiDiscrete,
  type Space,
  spaceFromJson,
  tuple,
} from "../../../src/environments/index.ts";
import { createGenerator } from "../../../src/random/index.ts";

const f32 = (...values: number[]) => Float32Array.from(values);

interface Case {
  readonly name: string;
  readonly space: Space;
  readonly size: number;
  readonly member: unknown;
  readonly flat: readonly number[];
  readonly outside: readonly (readonly [unknown, string])[];
}

test.each([
  [Float32Array.of(1, 2)],
  [Float64Array.of(1, 2)],
  [Int8Array.of(1, 2)],
  [Uint8ClampedArray.of(1, 2)],
  [Uint16Array.of(1, 2)],
  [[1, 2]],
])("spaces take numbers in an array of any kind: %o", (numbers) => {
  const flat = new Float32Array(2);
  for (const space of [box({ low: 0, high: 5, shape: [2] }), multiDiscrete([3, 3])]) {
    expect(space.contains(numbers)).toBe(true);
  }
  box({ low: 0, high: 5, shape: [2] }).flatten(numbers, flat);
  expect(Array.from(flat)).toEqual([1, 2]);
});

const cases: readonly Case[] = [
  {
    name: "box",
    space: box({ low: [0, -Infinity], high: [1, 5] }),
    size: 2,
    member: f32(0.5, -1e6),
    flat: [0.5, -1e6],
    outside: [
      [f32(0.5), "expected Float32Array or an array of 2 numbers, found Float32Array of 1"],
      [f32(2, 0), "expected between 0 and 1 at element 0, found 2"],
      [[0, 6], "expected between -Infinity and 5 at element 1, found 6"],
      [[0, Number.NaN], "expected finite numbers, found NaN at element 1"],
      [[0, -1e39], "expected finite numbers, found -Infinity at element 1"],
      [
        [0, "1"],
        'expected Float32Array or an array of 2 numbers, found an array of 2, whose element 1 is the string "1"',
      ],
      [new BigInt64Array(2), "expected Float32Array or an array of 2 numbers, found BigInt64Array of 2"],
      [undefined, "expected Float32Array or an array of 2 numbers, found undefined"],
    ],
  },
  {
    name: "discrete",
    space: discrete(3, { start: -1 }),
    size: 3,
    member: 1,
    flat: [0, 0, 1],
    outside: [
      [2, "expected an integer from -1 to 1, found the number 2"],
      [0.5, "expected an integer from -1 to 1, found the number 0.5"],
      ["0", 'expected an integer from -1 to 1, found the string "0"'],
    ],
  },
  {
    name: "multi-discrete",
    space: multiDiscrete([3, 2]),
    size: 5,
    member: Int32Array.of(2, 0),
    flat: [0, 0, 1, 1, 0],
    outside: [
      [[0, 2], "expected an integer from 0 to 1 at element 1, found 2"],
      [[0], "expected Int32Array or an array of 2 numbers, found an array of 1"],
    ],
  },
  {
    name: "multi-binary",
    space: multiBinary(3),
    size: 3,
    member: Uint8Array.of(1, 0, 1),
    flat: [1, 0, 1],
    outside: [
      [[1, 0, 2], "expected 0 or 1 at element 2, found 2"],
      [[1, 0], "expected Uint8Array or an array of 3 numbers, found an array of 2"],
    ],
  },
  {
    name: "dict",
    space: dict({ z: discrete(2), a: box({ low: -1, high: 1, shape: [2] }) }),
    size: 4,
    member: { a: f32(0.5, -0.5), z: 1 },
    flat: [0.5, -0.5, 0, 1],
    outside: [
      [{ a: f32(0, 0) }, "expected an object with keys a, z, found an object with keys a"],
      [
        { a: f32(0, 0), z: 0, more: 1 },
        "expected an object with keys a, z, found an object with keys a, z, more",
      ],
      [{ a: f32(0, 0), z: 2 }, "z: expected an integer from 0 to 1, found the number 2"],
      [null, "expected an object with keys a, z, found null"],
    ],
  },
  {
    name: "tuple",
    space: tuple([discrete(2), tuple([multiBinary(1), box({ low: 0, high: 1 })])]),
    size: 4,
    member: [1, [Uint8Array.of(1), f32(0.25)]],
    flat: [0, 1, 1, 0.25],
    outside: [
      [[1], "expected an array of 2, found an array of 1"],
      [[1, [[2], [0]]], "place 1: place 0: expected 0 or 1 at element 0, found 2"],
    ],
  },
];

describe.each(cases)("$name", ({ name, space, size, member, flat, outside }) => {
  test("carries its kind and its flattened size", () => {
    expect(space.kind).toBe(name);
    expect(space.size).toBe(size);
  });

  test("contains its members and no others, and says why", () => {
    expect(space.explain(member)).toBeUndefined();
    expect(space.contains(member)).toBe(true);
    for (const [value, reason] of outside) {
      expect(space.contains(value)).toBe(false);
      expect(space.explain(value)).toBe(reason);
    }
  });

  test("flattens and back, at any offset, and touches nothing else", () => {
    const target = new Float32Array(size + 3).fill(9);
    space.flatten(member, target, 2);
    expect(Array.from(target)).toEqual([9, 9, ...flat, 9]);
    expect(space.unflatten(target, 2)).toEqual(member);
  });

  test("refuses to flatten what has another type or shape", () => {
    const target = new Float32Array(size);
    expect(() => space.flatten(undefined, target)).toThrow(/expected .*, found undefined\.$/);
    expect(() => space.flatten([1, 2, 3, 4, 5, 6, 7], target)).toThrow(/expected .*, found an array of 7/);
  });

  test("samples members, the same from the same seed", () => {
    const [generator, again] = [createGenerator(5), createGenerator(5)];
    for (let i = 0; i < 50; i += 1) {
      const sample = space.sample(generator);
      expect(space.explain(sample)).toBeUndefined();
      expect(space.sample(again)).toEqual(sample);
    }
  });

  test("survives JSON", () => {
    const restored = spaceFromJson(JSON.parse(JSON.stringify(space)));
    expect(JSON.stringify(restored)).toBe(JSON.stringify(space));
    expect(restored.contains(member)).toBe(true);
    for (const [value, reason] of outside) expect(restored.explain(value)).toBe(reason);
  });

  test("cannot be changed", () => {
    expect(Object.isFrozen(space)).toBe(true);
  });
});

describe("box", () => {
  test("takes its shape from its bounds, or the bounds for every element", () => {
    expect(box({ low: -2, high: 2 }).shape).toEqual([1]);
    expect(box({ low: [0, 0, 0], high: 1 }).shape).toEqual([3]);
    expect(box({ low: 0, high: 255, shape: [8, 8, 3] }).size).toBe(192);
  });

  test("holds its bounds in float32, and so compares", () => {
    const space = box({ low: 0, high: 0.1 });
    expect(space.high).toEqual([Math.fround(0.1)]);
    expect(space.contains([0.1])).toBe(true);
    expect(space.contains(f32(0.1))).toBe(true);
  });

  test("does not follow later changes of what it was made from", () => {
    const high = [1, 1];
    const space = box({ low: 0, high });
    high[0] = 9;
    expect(space.high).toEqual([1, 1]);
    expect(Object.isFrozen(space.high)).toBe(true);
  });

  test("samples evenly between two bounds, and beyond one", () => {
    const generator = createGenerator(0);
    const space = box({ low: [-1, 3, -Infinity], high: [1, Infinity, 3] });
    const sums = new Float64Array(3);
    for (let i = 0; i < 2000; i += 1) {
      for (const [element, value] of space.sample(generator).entries()) sums[element] += value / 2000;
    }
    for (const [element, mean] of [0, 4, 2].entries())
      expect(Math.abs(sums[element] - mean)).toBeLessThan(0.1);
  });

  test.each([
    [
      { low: 1, high: 0 },
      "box: low must not be above high (nor Infinity, nor high -Infinity); at element 0, low is 1 and high is 0.",
    ],
    [{ low: 0, high: [1, Number.NaN] }, "box: high must be a number or ±Infinity, found NaN at element 1."],
    [{ low: [0, 0], high: [1, 1, 1] }, "box: high has 3 elements and the shape 2; give one number or 2."],
    [
      { low: 0, high: 1, shape: [2, 0] },
      "box: every dimension of shape must be a positive integer, found [2, 0].",
    ],
    [
      { low: 0, high: 1e39 },
      "box: high must be within float32, ±3.4028234663852886e+38, or ±Infinity where there is no bound; found 1e+39 at element 0.",
    ],
    [{ low: [0, -1e300], high: 1 }, "box: low must be within float32, ±3.4028234663852886e+38"],
    [{ low: 1 + 1e-10, high: 1 }, "low is 1.0000000001 and high is 1."],
    [{ low: 0, high: [1, "2"] }, 'high must be a number or ±Infinity, found the string "2" at element 1.'],
    [{ low: [null, 0], high: 1 }, "low must be a number or ±Infinity, found null at element 0."],
    [
      { low: 0, high: new BigInt64Array(1) },
      "high must be a number or ±Infinity, found a bigint at element 0.",
    ],
    [{ low: "0", high: 1 }, 'box: low must be a number or a list of numbers, found the string "0".'],
    [{ low: 0, high: undefined }, "box: high must be a number or a list of numbers, found undefined."],
    [
      { low: 0, high: 1, shape: [1e6, 1e6] },
      "box: the number of elements of shape [1000000, 1000000]: expected a positive integer up to 2147483647, found 1000000000000.",
    ],
  ])("refuses %o", (options, message) => {
    expect(() => box(options as unknown as BoxOptions)).toThrow(message);
  });

  test("keeps every bound that float32 has, the largest and the smallest too", () => {
    const largest = (2 - 2 ** -23) * 2 ** 127;
    const space = box({ low: [-largest, 0, -Infinity], high: [largest, 2 ** -149, Infinity] });
    expect(space.low).toEqual([-largest, 0, -Infinity]);
    expect(space.high).toEqual([largest, 2 ** -149, Infinity]);
    expect(box({ low: 0, high: 3.4028235e38 }).high).toEqual([largest]);
    const sample = space.sample(createGenerator(1));
    expect(space.explain(sample)).toBeUndefined();
  });
});

describe("dict", () => {
  test("flattens in the order of its keys, whatever the order they were written in", () => {
    const one = dict({ b: discrete(2), a: discrete(3) });
    const other = dict({ a: discrete(3), b: discrete(2) });
    const [first, second] = [new Float32Array(5), new Float32Array(5)];
    one.flatten({ b: 1, a: 0 }, first);
    other.flatten({ a: 0, b: 1 }, second);
    expect(first).toEqual(second);
    expect(Array.from(first)).toEqual([1, 0, 0, 0, 1]);
  });
});

describe("discrete", () => {
  test("holds every integer of int32", () => {
    const last = discrete(2, { start: 2 ** 31 - 2 });
    expect(last.contains(2 ** 31 - 1)).toBe(true);
    const first = discrete(1, { start: -(2 ** 31) });
    expect(first.sample(createGenerator(0))).toBe(-(2 ** 31));
    expect(spaceFromJson(first.toJSON()).contains(-(2 ** 31))).toBe(true);
  });
});

describe("unflatten", () => {
  test("reads a one-hot by its largest entry, the first of equal ones", () => {
    expect(discrete(3).unflatten([0.1, 0.9, 0.9])).toBe(1);
    expect(multiDiscrete([2, 2]).unflatten([0, 0, -2, -1])).toEqual(Int32Array.of(0, 1));
  });
});

describe("constructors", () => {
  test.each([
    [() => discrete(0), "discrete: n: expected a positive integer, found 0."],
    [() => discrete(2, { start: 0.5 }), "discrete: start must be an integer, found 0.5."],
    [() => multiDiscrete([]), "multiDiscrete: the number of elements: expected a positive integer, found 0."],
    [
      () => multiDiscrete([2, -1]),
      "multiDiscrete: the count of element 1: expected a positive integer, found -1.",
    ],
    [() => multiBinary(1.5), "multiBinary: n: expected a positive integer, found 1.5."],
    [
      () => discrete(3, { start: 3_000_000_000 }),
      "discrete: start and start + n − 1 must be within int32, from -2147483648 to 2147483647; found 3000000000 and 3000000002.",
    ],
    [() => discrete(2, { start: 2 ** 31 - 1 }), "found 2147483647 and 2147483648."],
    [() => discrete(2, { start: -(2 ** 31) - 1 }), "found -2147483649 and -2147483648."],
    [() => discrete(2, { start: Number.NaN }), "discrete: start must be an integer, found NaN."],
    [() => discrete(2, { start: "5" as never }), 'start must be an integer, found the string "5".'],
    [() => discrete(2, 5 as never), "an object such as { start: 1 }, found the number 5."],
    [() => discrete(2 ** 31), "discrete: n: expected a positive integer up to 2147483647, found 2147483648."],
    [() => discrete("3" as never), 'discrete: n: expected a positive integer, found the string "3".'],
    [() => discrete(3n as never), "discrete: n: expected a positive integer, found a bigint."],
    [() => discrete(Infinity), "discrete: n: expected a positive integer up to 2147483647, found Infinity."],
    [
      () => multiDiscrete([2, 1e10]),
      "element 1: expected a positive integer up to 2147483647, found 10000000000.",
    ],
    [
      () => multiDiscrete([2 ** 30, 2 ** 30]),
      "the sum of the counts: expected a positive integer up to 2147483647",
    ],
    [() => multiDiscrete(3 as never), "expected a list of counts such as [3, 2], found the number 3."],
    [
      () => multiBinary(2 ** 32),
      "multiBinary: n: expected a positive integer up to 2147483647, found 4294967296.",
    ],
    [
      () => tuple([discrete(2 ** 30), discrete(2 ** 30)]),
      "tuple: the sum of the sizes of its spaces: expected a positive integer up to 2147483647",
    ],
    [() => dict({}), "dict: give at least one key."],
    [() => tuple([]), "tuple: give at least one space."],
    // @ts-expect-error: 2 is no space
    [() => dict({ a: 2 }), 'dict: the key "a" must hold a space, found the number 2.'],
    // @ts-expect-error: 2 is no space
    [() => tuple([discrete(2), 2]), "tuple: place 1 must hold a space, found the number 2."],
  ])("refuse what makes no space", (make, message) => {
    expect(make).toThrow(message);
  });
});

describe("spaceFromJson", () => {
  test.each([
    [null, "space description: expected an object at the whole, found null."],
    [
      { kind: "sphere" },
      'space description: expected one of box, discrete, multi-discrete, multi-binary, dict, tuple at kind, found the string "sphere".',
    ],
    [{ kind: "discrete", n: "2" }, 'space description: expected a number at n, found the string "2".'],
    [
      { kind: "dict", spaces: { eye: { kind: "box", shape: [1], low: ["-∞"], high: [1] } } },
      'expected a number, "Infinity" or "-Infinity" at spaces.eye.low.0, found the string "-∞".',
    ],
    [
      { kind: "tuple", spaces: [{ kind: "discrete", n: 2 }, 5] },
      "expected an object at spaces.1, found the number 5.",
    ],
    [{ kind: "discrete", n: -2 }, "discrete: n: expected a positive integer, found -2."],
  ])("says where a description is wrong: %j", (json, message) => {
    expect(() => spaceFromJson(json)).toThrow(message);
  });
});
