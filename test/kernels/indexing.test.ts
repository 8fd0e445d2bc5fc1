import { describe, expect, test } from "vitest";
import { opcodes } from "../../src/compiler/instruction-set/opcodes.ts";
import { bits, instructionSets, Machine, noise, type Opcode } from "./machine.ts";

describe.each(instructionSets)("%s", (instructionSet) => {
  const machine = new Machine(instructionSet);
  const widths = [1, 2, 3, 4, 5, 17];
  const indices = [4, 0, 4, 2, 1, 0, 3];
  const limit = 5;

  test("gatherRows copies the bits of chosen rows", () => {
    for (const width of widths) {
      machine.reset();
      const source = Int32Array.from({ length: limit * width }, (_, i) => 0x7f800001 + i);
      const [a, idx, d] = [
        machine.ints(source),
        machine.ints(indices),
        machine.allocate(indices.length * width),
      ];
      machine.mustRun("gatherRows", indices.length, width, limit, d, a, idx);
      const expected = indices.flatMap((row) => Array.from(source.subarray(row * width, (row + 1) * width)));
      expect(Array.from(machine.viewInts(d, expected.length))).toEqual(expected);
    }
  });

  test("scatterAddRows zeroes, then adds in order", () => {
    for (const width of widths) {
      machine.reset();
      const source = noise(indices.length * width, 1);
      const [a, idx, d] = [machine.floats(source), machine.ints(indices), machine.allocate(limit * width)];
      machine.mustRun("scatterAddRows", indices.length, width, limit, d, a, idx);
      const expected = new Float32Array(limit * width);
      indices.forEach((row, i) => {
        for (let j = 0; j < width; j++) expected[row * width + j]! += source[i * width + j]!;
      });
      expect(machine.viewFloats(d, limit * width)).toEqual(expected);
    }
  });

  test("pick, unpick and oneHot", () => {
    machine.reset();
    const rows = indices.length;
    const matrix = noise(rows * limit, 1);
    const values = noise(rows, 2);
    const [a, v, idx] = [machine.floats(matrix), machine.floats(values), machine.ints(indices)];
    const [picked, unpicked, hot] = [rows, rows * limit, rows * limit].map((n) => machine.allocate(n));
    machine.mustRun("pick", rows, limit, picked!, a, idx);
    machine.mustRun("unpick", rows, limit, unpicked!, v, idx);
    machine.mustRun("oneHot", rows, limit, hot!, idx);
    expect(Array.from(machine.viewFloats(picked!, rows))).toEqual(
      indices.map((j, i) => matrix[i * limit + j]),
    );
    const spread = (value: (i: number) => number) =>
      indices.flatMap((column, i) => Array.from({ length: limit }, (_, j) => (j === column ? value(i) : 0)));
    expect(Array.from(machine.viewFloats(unpicked!, rows * limit))).toEqual(spread((i) => values[i]!));
    expect(Array.from(machine.viewFloats(hot!, rows * limit))).toEqual(spread(() => 1));
  });

  test.each<[Opcode, (d: number, a: number, idx: number) => number[]]>([
    ["gatherRows", (d, a, idx) => [3, 2, limit, d, a, idx]],
    ["scatterAddRows", (d, a, idx) => [3, 2, limit, d, a, idx]],
    ["pick", (d, a, idx) => [3, limit, d, a, idx]],
    ["unpick", (d, a, idx) => [3, limit, d, a, idx]],
    ["oneHot", (d, _, idx) => [3, limit, d, idx]],
  ])("%s with an index out of range stops the program, says where and writes nothing", (opcode, operands) => {
    for (const wrong of [limit, -1, 2147483647]) {
      machine.reset();
      const [a, idx] = [machine.floats(noise(20, 1)), machine.ints([0, 1, wrong])];
      const [d, after] = [machine.floats(new Float32Array(20).fill(7)), machine.floats([0])];
      const fill = (value: number) => [opcodes.fill, 1, after, bits(value)];
      const program = [...fill(1), opcodes[opcode], ...operands(d, a, idx), ...fill(2)];
      expect(machine.runWords(program)).toBe(-5);
      expect(machine.errorRecord()).toEqual([1, 2, wrong, limit]);
      expect(machine.viewFloats(d, 20).every((x) => x === 7)).toBe(true);
      expect(machine.viewFloats(after, 1)[0]).toBe(1);
    }
  });
});
