import { describe, expect, test } from "vitest";
import { bits, difference, instructionSets, Machine, noise, type Opcode } from "./machine.ts";

describe.each(instructionSets)("%s", (instructionSet) => {
  const machine = new Machine(instructionSet);

  const shapes: [number, number, number][] = [];
  for (const outer of [1, 2, 5, 17]) {
    for (const reduce of [1, 2, 3, 4, 5, 8, 9, 17, 33, 150]) {
      for (const inner of [1, 2, 3, 4, 5, 16, 17, 23]) shapes.push([outer, reduce, inner]);
    }
  }

  test("sum and max reduce the middle dimension", () => {
    for (const [outer, reduce, inner] of shapes) {
      machine.reset();
      const values = noise(outer * reduce * inner, 1);
      const [a, sums, maxima] = [
        machine.floats(values),
        machine.allocate(outer * inner),
        machine.allocate(outer * inner),
      ];
      machine.mustRun("sum", outer, reduce, inner, sums, a, bits(0.5));
      machine.mustRun("max", outer, reduce, inner, maxima, a);
      const expectedSums = new Float64Array(outer * inner);
      const expectedMaxima = new Float64Array(outer * inner).fill(Number.NEGATIVE_INFINITY);
      for (let o = 0; o < outer; o++) {
        for (let r = 0; r < reduce; r++) {
          for (let i = 0; i < inner; i++) {
            const value = values[(o * reduce + r) * inner + i]!;
            expectedSums[o * inner + i]! += 0.5 * value;
            expectedMaxima[o * inner + i] = Math.max(expectedMaxima[o * inner + i]!, value);
          }
        }
      }
      expect(difference(machine.viewFloats(sums, outer * inner), expectedSums, 3e-6)).toBeUndefined();
      expect(difference(machine.viewFloats(maxima, outer * inner), expectedMaxima, 0)).toBeUndefined();
    }
  });

  test("max keeps NaN wherever it stands", () => {
    for (const [outer, reduce, inner] of [
      [3, 4, 1],
      [2, 21, 1],
      [2, 7, 5],
    ] as const) {
      for (let at = 0; at < reduce; at++) {
        machine.reset();
        const values = noise(outer * reduce * inner, 1);
        values[at * inner] = Number.NaN;
        const [a, d] = [machine.floats(values), machine.allocate(outer * inner)];
        machine.mustRun("max", outer, reduce, inner, d, a);
        const maxima = Array.from(machine.viewFloats(d, outer * inner));
        expect(maxima.map(Number.isNaN)).toEqual(maxima.map((_, i) => i === 0));
      }
    }
  });

  test("a million elements are summed to a relative error of 1e-6", () => {
    const n = 1_000_000;
    const values = noise(n, 5).map((x) => x + 1.1);
    const exact = values.reduce((sum, x) => sum + x, 0);
    machine.reset();
    const [a, total, columns, squares, product] = [
      machine.floats(values),
      ...[1, 4, 1, 1].map((k) => machine.allocate(k)),
    ];
    machine.mustRun("sum", 1, n, 1, total!, a, bits(1));
    machine.mustRun("sum", 1, n / 4, 4, columns!, a, bits(1));
    machine.mustRun("sumOfSquares", 6, squares!, bits(1), n, a);
    machine.mustRun("dot", n, product!, a, a, bits(1));
    const relative = (actual: number, expected: number) => Math.abs(actual - expected) / expected;
    expect(relative(machine.viewFloats(total!, 1)[0]!, exact)).toBeLessThan(1e-6);
    const sumOfColumns = machine.viewFloats(columns!, 4).reduce((sum, x) => sum + x, 0);
    expect(relative(sumOfColumns, exact)).toBeLessThan(1e-6);
    const exactSquares = values.reduce((sum, x) => sum + x * x, 0);
    expect(relative(machine.viewFloats(squares!, 1)[0]!, exactSquares)).toBeLessThan(1e-6);
    expect(machine.viewFloats(product!, 1)).toEqual(machine.viewFloats(squares!, 1));
  });

  test("dot and sumOfSquares of ragged lengths and several tensors, scaled", () => {
    for (const n of [1, 3, 4, 5, 17, 511, 512, 513, 1500]) {
      machine.reset();
      const [x, y] = [noise(n, 1), noise(n, 2)];
      const [a, b, d, e] = [machine.floats(x), machine.floats(y), machine.allocate(1), machine.allocate(1)];
      machine.mustRun("dot", n, d, a, b, bits(-0.5));
      machine.mustRun("sumOfSquares", 8, e, bits(2), n, a, 1, b);
      expect(machine.viewFloats(d, 1)[0]).toBeCloseTo(
        -0.5 * x.reduce((sum, value, i) => sum + value * y[i]!, 0),
        4,
      );
      expect(machine.viewFloats(e, 1)[0]).toBeCloseTo(
        2 * (x.reduce((sum, value) => sum + value * value, 0) + y[0]! ** 2),
        3,
      );
    }
  });

  test("cumulativeSum runs along rows, from either end, also in place", () => {
    for (const [rows, columns] of [
      [1, 1],
      [3, 5],
      [4, 100],
    ] as const) {
      for (const reverse of [0, 1]) {
        machine.reset();
        const values = noise(rows * columns, 1);
        const expected = new Float64Array(rows * columns);
        for (let r = 0; r < rows; r++) {
          let sum = 0;
          for (let j = 0; j < columns; j++) {
            const i = r * columns + (reverse ? columns - 1 - j : j);
            sum += values[i]!;
            expected[i] = sum;
          }
        }
        const a = machine.floats(values);
        machine.mustRun("cumulativeSum", rows, columns, a, a, reverse);
        expect(difference(machine.viewFloats(a, rows * columns), expected, 1e-7)).toBeUndefined();
      }
    }
  });

  test("argMax finds the first maximum, and a NaN before all", () => {
    machine.reset();
    const { NaN: nan, NEGATIVE_INFINITY: minusInf } = Number;
    const rows = [1, 3, 3, 2, minusInf, minusInf, minusInf, minusInf, 5, nan, 9, nan, nan, 1, 2, 3];
    const [a, d] = [machine.floats(rows), machine.allocate(4)];
    machine.mustRun("argMax", 4, 4, d, a);
    expect(Array.from(machine.viewInts(d, 4))).toEqual([1, 0, 1, 0]);
  });

  const softmaxSizes = [1, 2, 3, 4, 5, 7, 8, 9, 10, 17, 82, 362];

  test.each<Opcode>(["logSoftmax", "softmax", "logSumExp"])(
    "%s agrees with float64, with masked entries",
    (opcode) => {
      for (const columns of softmaxSizes) {
        for (const rows of [1, 2, 3, 4, 5, 17]) {
          machine.reset();
          const values = noise(rows * columns, columns, 20);
          for (let r = 0; r < rows; r++) {
            if (columns > 1 && r % 3 === 1) values[r * columns] = Number.NEGATIVE_INFINITY;
            if (columns > 2 && r % 3 === 2) values[r * columns + 1] = -1e9;
          }
          const expected: number[] = [];
          for (let r = 0; r < rows; r++) {
            const row = Array.from(values.subarray(r * columns, (r + 1) * columns));
            const most = Math.max(...row);
            const logSum = most + Math.log(row.reduce((sum, x) => sum + Math.exp(x - most), 0));
            if (opcode === "logSumExp") expected.push(logSum);
            else expected.push(...row.map((x) => (opcode === "softmax" ? Math.exp(x - logSum) : x - logSum)));
          }
          const [a, d] = [machine.floats(values), machine.allocate(expected.length)];
          machine.mustRun(opcode, rows, columns, d, a);
          const result = machine.viewFloats(d, expected.length).slice();
          expect(difference(result, expected, 2e-6), `${rows} x ${columns}`).toBeUndefined();
          if (opcode !== "logSumExp") {
            machine.mustRun(opcode, rows, columns, a, a);
            expect(machine.viewFloats(a, expected.length)).toEqual(result);
          }
        }
      }
    },
  );

  test.each<Opcode>(["logSoftmax", "softmax", "logSumExp"])(
    "%s of a row with NaN is NaN, and no other row",
    (opcode) => {
      for (const columns of [3, 20]) {
        machine.reset();
        const values = noise(5 * columns, 1);
        values[2 * columns + 1] = Number.NaN;
        const width = opcode === "logSumExp" ? 1 : columns;
        const [a, d] = [machine.floats(values), machine.allocate(5 * width)];
        machine.mustRun(opcode, 5, columns, d, a);
        const result = Array.from(machine.viewFloats(d, 5 * width));
        expect(result.map(Number.isNaN)).toEqual(result.map((_, i) => Math.floor(i / width) === 2));
      }
    },
  );

  test("logSumExp of a row whose largest entry is infinite is that entry", () => {
    for (const columns of [1, 3, 20]) {
      machine.reset();
      const rows = [
        [-Infinity, -Infinity],
        [Infinity, 1],
        [Infinity, -Infinity],
        [Infinity, Infinity],
      ];
      const values = rows.flatMap(([first, others]) => [
        first!,
        ...new Array<number>(columns - 1).fill(others!),
      ]);
      const [a, d] = [machine.floats(values), machine.allocate(rows.length)];
      machine.mustRun("logSumExp", rows.length, columns, d, a);
      expect(Array.from(machine.viewFloats(d, rows.length))).toEqual(rows.map(([first]) => first));
    }
  });

  test("a row has the same bits wherever it stands in a batch", () => {
    for (const [opcode, columns] of [
      ["logSoftmax", 2],
      ["logSoftmax", 82],
    ] as const) {
      machine.reset();
      const values = noise(7 * columns, 1);
      const [a, d] = [machine.floats(values), machine.allocate(7 * columns)];
      machine.mustRun(opcode, 7, columns, d, a);
      for (let r = 0; r < 7; r++) {
        const [row, e] = [
          machine.floats(values.slice(r * columns, (r + 1) * columns)),
          machine.allocate(columns),
        ];
        machine.mustRun(opcode, 1, columns, e, row);
        expect(machine.viewFloats(e, columns)).toEqual(machine.viewFloats(d + r * columns * 4, columns));
      }
    }
  });
});
