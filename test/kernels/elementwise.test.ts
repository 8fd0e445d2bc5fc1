import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { opcodes } from "../../src/compiler/instruction-set/opcodes.ts";
import { expectSameNumbers } from "../expect-same-numbers.ts";
import { bits, difference, instructionSets, Machine, noise, type Opcode } from "./machine.ts";

describe.each(instructionSets)("%s", (instructionSet) => {
  const machine = new Machine(instructionSet);
  const sizes = [1, 2, 3, 4, 5, 7, 8, 17, 64, 101];

  const unary: [Opcode, (x: number) => number][] = [
    ["copy", (x) => x],
    ["negate", (x) => -x],
    ["exp", Math.exp],
    ["log", Math.log],
    ["expm1", Math.expm1],
    ["log1p", Math.log1p],
    ["sqrt", Math.sqrt],
    ["square", (x) => x * x],
    ["reciprocal", (x) => 1 / x],
    ["abs", Math.abs],
    ["sign", Math.sign],
    ["floor", Math.floor],
    ["tanh", Math.tanh],
    ["sigmoid", (x) => 1 / (1 + Math.exp(-x))],
    ["softplus", (x) => Math.log1p(Math.exp(x))],
    ["relu", (x) => Math.max(x, 0)],
    ["sin", Math.sin],
    ["cos", Math.cos],
  ];

  test.each(unary)("%s agrees with float64, also in place, and keeps NaN", (opcode, truth) => {
    for (const n of sizes) {
      machine.reset();
      const values = noise(n, n, 3);
      values[n >> 1] = Number.NaN;
      const expected = Array.from(values, truth);
      const a = machine.floats(values);
      const d = machine.allocate(n);
      machine.mustRun(opcode, n, d, a);
      expect(difference(machine.viewFloats(d, n), expected, 1e-6)).toBeUndefined();
      machine.mustRun(opcode, n, a, a);
      expectSameNumbers(machine.viewFloats(a, n), machine.viewFloats(d, n));
    }
  });

  test("edges of the elementary functions are what IEEE 754 says", () => {
    const { POSITIVE_INFINITY: inf, NEGATIVE_INFINITY: minusInf, NaN: nan } = Number;
    const cases: [Opcode, number, number][] = [
      ["exp", minusInf, 0],
      ["exp", inf, inf],
      ["exp", 0, 1],
      ["exp", 89, inf],
      ["exp", -1e9, 0],
      ["log", 0, minusInf],
      ["log", -0, minusInf],
      ["log", -1, nan],
      ["log", -1e-45, nan],
      ["log", minusInf, nan],
      ["log", inf, inf],
      ["log", 1, 0],
      ["expm1", minusInf, -1],
      ["expm1", inf, inf],
      ["expm1", -0, -0],
      ["log1p", -1, minusInf],
      ["log1p", -1.5, nan],
      ["log1p", inf, inf],
      ["log1p", -0, -0],
      ["tanh", inf, 1],
      ["tanh", minusInf, -1],
      ["tanh", -0, -0],
      ["sigmoid", minusInf, 0],
      ["sigmoid", inf, 1],
      ["softplus", minusInf, 0],
      ["softplus", inf, inf],
      ["sqrt", -1, nan],
      ["sin", inf, nan],
      ["sin", -0, -0],
      ["cos", minusInf, nan],
      ["cos", 0, 1],
      ["reciprocal", 0, inf],
      ["sign", -0, 0],
      ["relu", -1, 0],
      ["negate", 0, -0],
    ];
    for (const [opcode, x, y] of cases) {
      machine.reset();
      const a = machine.floats([x]);
      machine.mustRun(opcode, 1, a, a);
      const actual = machine.viewFloats(a, 1)[0]!;
      expect(actual === y || Object.is(actual, y), `${opcode}(${x}) is ${actual}`).toBe(true);
      if (y === 0 && opcode !== "sign") expect(Object.is(actual, y), `sign of ${opcode}(${x})`).toBe(true);
    }
  });

  test("tanh is odd and at most 1 for every 1009th float32", () => {
    const words = Int32Array.from({ length: Math.floor(0x42000000 / 1009) }, (_, i) => i * 1009);
    const x = new Float32Array(words.buffer);
    machine.reset();
    const [a, b] = [machine.floats(x), machine.floats(x.map((value) => -value))];
    machine.mustRun("tanh", x.length, a, a);
    machine.mustRun("tanh", x.length, b, b);
    const [y, mirrored] = [machine.viewFloats(a, x.length), machine.viewFloats(b, x.length)];
    expect(y.every((value, i) => value <= 1 && value === -mirrored[i]!)).toBe(true);
  });

  test("casts truncate and saturate", () => {
    machine.reset();
    const values = [0.9, -0.9, 2.5, -7, 3e9, -3e9, Number.NaN, 16777216];
    const a = machine.floats(values);
    machine.mustRun("castToInt", values.length, a, a);
    const integers = [0, 0, 2, -7, 2147483647, -2147483648, 0, 16777216];
    expect(Array.from(machine.viewInts(a, values.length))).toEqual(integers);
    machine.mustRun("castToFloat", values.length, a, a);
    expect(Array.from(machine.viewFloats(a, values.length))).toEqual(integers.map(Math.fround));
  });

  const binary: [Opcode, (x: number, y: number) => number][] = [
    ["add", (x, y) => x + y],
    ["subtract", (x, y) => x - y],
    ["multiply", (x, y) => x * y],
    ["divide", (x, y) => x / y],
    ["minimum", Math.min],
    ["maximum", Math.max],
    ["less", (x, y) => +(x < y)],
    ["lessEqual", (x, y) => +(x <= y)],
    ["equal", (x, y) => +(x === y)],
    ["power", (x, y) => (Math.abs(x) === 1 ? Math.fround(x ** Math.round(y)) : x ** y)],
  ];

  interface Broadcast {
    shape: number[];
    a: boolean[];
    b: boolean[];
  }

  /** Strides of a dense operand that has size 1 along broadcast axes, and its number of elements. */
  function strides(shape: number[], broadcast: boolean[]): { strides: number[]; count: number } {
    let count = 1;
    const result: number[] = [];
    for (let i = shape.length - 1; i >= 0; i--) {
      result.unshift(broadcast[i]! ? 0 : count);
      if (!broadcast[i]!) count *= shape[i]!;
    }
    return { strides: result, count };
  }

  function checkBinary(
    opcode: Opcode,
    truth: (x: number, y: number) => number,
    { shape, a, b }: Broadcast,
  ): void {
    machine.reset();
    const [layoutA, layoutB] = [strides(shape, a), strides(shape, b)];
    const positive = opcode === "power";
    const valuesOf = (n: number, seed: number) =>
      noise(n, seed, 2).map((x) => (positive ? Math.abs(x) + 0.01 : Math.round(x * 4) / 4));
    const [x, y] = [valuesOf(layoutA.count, 1), valuesOf(layoutB.count, 2)];
    const n = shape.reduce((product, size) => product * size, 1);
    const [at, bt, d] = [machine.floats(x), machine.floats(y), machine.allocate(n)];
    const last = shape.length - 1;
    const outer = shape.slice(0, last).flatMap((size, i) => [size, layoutA.strides[i]!, layoutB.strides[i]!]);
    const operands = (target: number) => {
      const steps = [layoutA.strides[last]!, layoutB.strides[last]!];
      return [9 + outer.length, shape[last]!, target, at, bt, ...steps, last, ...outer];
    };
    machine.mustRun(opcode, ...operands(d));
    const expected = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      let [rest, offsetA, offsetB] = [i, 0, 0];
      for (let axis = last; axis >= 0; axis--) {
        const index = rest % shape[axis]!;
        rest = Math.floor(rest / shape[axis]!);
        offsetA += index * layoutA.strides[axis]!;
        offsetB += index * layoutB.strides[axis]!;
      }
      expected[i] = truth(x[offsetA]!, y[offsetB]!);
    }
    const result = machine.viewFloats(d, n).slice();
    expect(difference(result, expected, 2e-7, 0), opcode).toBeUndefined();
    for (const [layout, inPlace] of [
      [layoutA, at],
      [layoutB, bt],
    ] as const) {
      if (layout.count !== n) continue;
      machine.floats([]);
      const original = machine.viewFloats(inPlace, n).slice();
      machine.mustRun(opcode, ...operands(inPlace));
      expectSameNumbers(machine.viewFloats(inPlace, n), result);
      machine.viewFloats(inPlace, n).set(original);
    }
  }

  test.each(binary)("%s broadcasts like float64, also in place", (opcode, truth) => {
    for (const n of sizes) {
      for (const a of [false, true])
        for (const b of [false, true]) checkBinary(opcode, truth, { shape: [n], a: [a], b: [b] });
    }
    const axis = fc.record({
      size: fc.constantFrom(1, 2, 3, 4, 5, 17, 33, 70),
      a: fc.boolean(),
      b: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(axis, { minLength: 1, maxLength: 4 }), (axes) => {
        fc.pre(axes.reduce((product, { size }) => product * size, 1) <= 40_000);
        checkBinary(opcode, truth, {
          shape: axes.map(({ size }) => size),
          a: axes.map(({ a }) => a),
          b: axes.map(({ b }) => b),
        });
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  test("minimum and maximum keep the NaN of either side", () => {
    machine.reset();
    const [a, b] = [machine.floats([Number.NaN, 1, 5]), machine.floats([1, Number.NaN, 6])];
    const d = machine.allocate(3);
    machine.mustRun("minimum", 9, 3, d, a, b, 1, 1, 0);
    expect(Array.from(machine.viewFloats(d, 3))).toEqual([Number.NaN, Number.NaN, 5]);
    machine.mustRun("maximum", 9, 3, d, a, b, 1, 1, 0);
    expect(Array.from(machine.viewFloats(d, 3))).toEqual([Number.NaN, Number.NaN, 6]);
  });

  test("power follows IEEE 754 at its edges", () => {
    const inf = Number.POSITIVE_INFINITY;
    const a = [2, 0, 0, 0, inf, inf, -2, -2, -2, 0.5, 3, 1.5, 1e-40, 10, 10, 0.1];
    const b = [10, 2, -1, 0, 2, -2, 3, 2, 0.5, inf, -inf, -7.25, 0.5, 38, 39, 44];
    machine.reset();
    const [at, bt, d] = [machine.floats(a), machine.floats(b), machine.allocate(a.length)];
    machine.mustRun("power", 9, a.length, d, at, bt, 1, 1, 0);
    const expected = a.map((x, i) => Math.fround(Math.fround(x) ** Math.fround(b[i]!)));
    expect(difference(machine.viewFloats(d, a.length), expected, 1e-7, 1.5e-45)).toBeUndefined();
  });

  test("select takes a where the condition is not 0", () => {
    for (const n of sizes) {
      for (const [cStep, aStep, bStep] of [
        [1, 1, 1],
        [1, 0, 1],
        [1, 1, 0],
        [1, 0, 0],
        [0, 1, 1],
      ] as const) {
        machine.reset();
        const condition = noise(n, 1).map((x) => +(x > 0));
        const [a, b] = [noise(n, 2), noise(n, 3)];
        const d = machine.allocate(n);
        const [ct, at, bt] = [machine.floats(condition), machine.floats(a), machine.floats(b)];
        machine.mustRun("select", n, d, ct, at, bt, cStep, aStep, bStep);
        const expected = Array.from(a, (_, i) => (condition[i * cStep] ? a[i * aStep] : b[i * bStep]));
        expect(Array.from(machine.viewFloats(d, n))).toEqual(expected);
      }
    }
  });

  test.each<[Opcode, (g: number, y: number) => number]>([
    ["tanhGradient", (g, y) => g * (1 - y * y)],
    ["sigmoidGradient", (g, y) => g * y * (1 - y)],
    ["reluGradient", (g, y) => (y > 0 ? g : 0)],
  ])("%s, also in place", (opcode, truth) => {
    for (const n of sizes) {
      machine.reset();
      const [g, y] = [noise(n, 1), noise(n, 2)];
      const [gt, yt, d] = [machine.floats(g), machine.floats(y), machine.allocate(n)];
      machine.mustRun(opcode, n, d, gt, yt);
      const expected = Array.from(g, (value, i) => truth(value, y[i]!));
      expect(difference(machine.viewFloats(d, n), expected, 3e-7)).toBeUndefined();
      machine.mustRun(opcode, n, gt, gt, yt);
      expectSameNumbers(machine.viewFloats(gt, n), machine.viewFloats(d, n));
    }
  });

  test("fill writes the bits of a value", () => {
    for (const n of sizes) {
      machine.reset();
      const d = machine.allocate(n);
      machine.mustRun("fill", n, d, bits(-1.5));
      expect(machine.viewFloats(d, n).every((x) => x === -1.5)).toBe(true);
    }
  });

  test("stridedCopy permutes, slices and broadcasts any layout", () => {
    const axis = fc.record({
      size: fc.constantFrom(1, 2, 3, 4, 5, 9, 16, 18),
      broadcast: fc.boolean(),
      key: fc.nat(),
    });
    fc.assert(
      fc.property(fc.array(axis, { minLength: 1, maxLength: 4 }), fc.boolean(), (axes, swap) => {
        machine.reset();
        // One side is dense in the order of the axes; the other is dense in the order of their keys, with broadcast axes.
        const shape = axes.map(({ size }) => size);
        const dense = strides(
          shape,
          shape.map(() => false),
        );
        const order = axes.map((_, i) => i).sort((i, j) => axes[i]!.key - axes[j]!.key);
        const broadcast = axes.map((each) => each.broadcast && !swap);
        const permuted = strides(
          order.map((i) => shape[i]!),
          order.map((i) => broadcast[i]!),
        );
        const other = shape.map((_, i) => permuted.strides[order.indexOf(i)]!);
        const [dStrides, aStrides] = swap ? [other, dense.strides] : [dense.strides, other];
        const source = Int32Array.from(
          { length: swap ? dense.count : permuted.count },
          (_, i) => 0x7f800001 + i,
        );
        const [a, d] = [machine.ints(source), machine.allocate(dense.count)];
        const last = shape.length - 1;
        const outer = shape.slice(0, last).flatMap((size, i) => [size, dStrides[i]!, aStrides[i]!]);
        const words = [
          8 + outer.length,
          shape[last]!,
          d,
          a,
          dStrides[last]!,
          aStrides[last]!,
          last,
          ...outer,
        ];
        machine.mustRun("stridedCopy", ...words);
        const expected = new Int32Array(dense.count);
        for (let i = 0; i < dense.count; i++) {
          let [rest, from, to] = [i, 0, 0];
          for (let axis = last; axis >= 0; axis--) {
            const index = rest % shape[axis]!;
            rest = Math.floor(rest / shape[axis]!);
            from += index * aStrides[axis]!;
            to += index * dStrides[axis]!;
          }
          expected[to] = source[from]!;
        }
        expectSameNumbers(machine.viewInts(d, dense.count), expected);
      }),
      { numRuns: 400, seed: 11 },
    );
  });

  test("stridedCopy with gaps leaves what lies between alone", () => {
    machine.reset();
    const a = machine.ints([1, 2, 3, 4, 5, 6]);
    const d = machine.ints(new Int32Array(12).fill(-1));
    machine.mustRun("stridedCopy", 11, 3, d, a, 2, 1, 1, 2, 6, 3);
    expect(Array.from(machine.viewInts(d, 12))).toEqual([1, -1, 2, -1, 3, -1, 4, -1, 5, -1, 6, -1]);
  });

  test("every opcode of the table is known to the instruction loop", () => {
    const unknown = Object.keys(opcodes).length;
    machine.reset();
    expect(machine.runWords([opcodes.fill, 0, 0, 0, unknown])).toBe(-5);
    expect(machine.errorRecord()).toEqual([2, 0, unknown, unknown]);
  });
});
