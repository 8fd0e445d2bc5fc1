import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { kernelsText } from "../../src/backends/wasm/kernels.ts";
import { kernelsIn } from "../../src/backends/wasm/kernels-in.ts";
import {
  type Accesses,
  accessesOf,
  ownOfActing,
  type Range,
} from "../../src/compiler/instruction-set/accesses.ts";
import { actingForms } from "../../src/compiler/instruction-set/acting-forms.ts";
import { opcodes } from "../../src/compiler/instruction-set/opcodes.ts";
import { trainingForms } from "../../src/compiler/instruction-set/training-forms.ts";
import { winogradScratchBytes } from "../../src/compiler/instruction-set/winograd-scratch.ts";
import { formsForActing } from "../../src/compiler/instruction-set/words.ts";
import { actingKernelsText } from "../../src/inference/kernels.ts";
import { createGenerator, type Generator } from "../../src/random/index.ts";
import { bytesOfText } from "../../src/text/bytes-of-text.ts";

type Name = keyof typeof opcodes;
const names = Object.keys(opcodes) as Name[];
const formOf = (name: Name) => trainingForms[opcodes[name]];
const forms = formsForActing<unknown>(ownOfActing);
const actWith = (name: Name) => forms[opcodes[name]] !== undefined;

/** Where the operands of instructions under test lie: apart from each other, far from the kernels' own memory. */
const first = 2 ** 20;
const apart = 2 ** 14;
const code = 2 ** 19;

/** A possible instruction: words of small counts, with each address in a region of its own. */
function instructionOf(name: Name, random: Generator, base = first): number[] {
  const count = (most = 12) => random.integers(1, most + 1);
  let operands = 0;
  const address = () => base + apart * operands++ + 4 * random.integers(0, 16);
  const flag = () => random.integers(0, 2);
  const optional = () => (flag() ? 0 : address());
  const epilogue = () => {
    const kind = random.integers(0, 7);
    return [kind, optional(), kind > 3 ? address() : 0];
  };
  const parameters = (places: number, last: number) => [
    ...[count(40), ...Array.from({ length: places }, address)],
    last,
  ];
  const half = 0x3f000000;
  const opcode = opcodes[name];
  const varying = (...words: readonly number[]) => [opcode, words.length + 2, ...words];
  switch (name) {
    case "select":
      return [opcode, count(40), address(), address(), address(), address(), flag(), flag(), flag()];
    case "stridedCopy":
    case "add":
    case "power": {
      const rank = random.integers(0, 3);
      const isCopy = name === "stridedCopy";
      const step = !isCopy ? flag : () => random.integers(0, 9);
      const loops = Array.from({ length: rank }, () => [
        count(),
        random.integers(0, 20),
        random.integers(0, 20),
      ]);
      const addresses = [address(), address(), ...(isCopy ? [] : [address()])];
      return varying(count(), ...addresses, step(), step(), rank, ...loops.flat());
    }
    case "fill":
      return [opcode, count(40), address(), 7];
    case "sum":
    case "max":
      return [opcode, count(), count(), count(), address(), address(), ...(name === "sum" ? [1] : [])];
    case "sumOfSquares":
      return varying(address(), 1, ...[0, 1].flatMap(() => [count(40), address()]));
    case "dot":
      return [opcode, count(40), address(), address(), address(), 1];
    case "cumulativeSum":
      return [opcode, count(), count(), address(), address(), flag()];
    case "argMax":
    case "logSoftmax":
    case "softmax":
    case "logSumExp":
      return [opcode, count(), count(), address(), address()];
    case "gatherRows":
      return [opcode, count(), count(), count(), address(), address(), address()];
    case "pick":
      return [opcode, count(), count(), address(), address(), address()];
    case "oneHot":
      return [opcode, count(), count(), address(), address()];
    case "matmul":
      return [
        ...[opcode, count(20), count(40), count(20), address(), address(), address(), flag(), flag()],
        ...epilogue(),
      ];
    case "convolution3x3":
      return [
        ...[opcode, 1, count(8), count(8), count(6), count(6), address(), address(), address(), flag()],
        ...[...epilogue(), address()],
      ];
    case "convolution3x3WeightGradient":
      return [
        ...[opcode, 1, count(8), count(8), count(6), count(6)],
        ...[address(), address(), address(), address()],
      ];
    case "tanhGradient":
      return [opcode, count(40), address(), address(), address()];
    case "scatterAddRows":
      return [opcode, count(), count(), count(), address(), address(), address()];
    case "unpick":
      return [opcode, count(), count(), address(), address(), address()];
    case "sgd":
      return varying(address(), address(), half, flag(), half, ...parameters(2, optional()));
    case "rmsprop":
      return varying(address(), 0, half, half, half, ...parameters(3, optional()));
    case "adam":
      return varying(address(), address(), address(), half, half, half, half, ...parameters(3, address()));
    case "foldPatches":
    case "patches": {
      const [height, width, kernelRows, kernelColumns] = [count(7), count(7), count(4), count(4)];
      const window = [count(4), count(4), kernelRows, kernelColumns, count(3), count(3)];
      const zeros = [random.integers(0, kernelRows), random.integers(0, kernelColumns)];
      return [opcode, count(2), height, width, count(5), ...window, ...zeros, address(), address()];
    }
    default:
      return [opcode, count(40), address(), address()];
  }
}

/** The forms that differ; the others have the form of one of them. */
const different = names.filter((name) => names.find((other) => formOf(other) === formOf(name)) === name);
const [acting, training] = [actingKernelsText, kernelsText].map(
  (text) => new WebAssembly.Module(bytesOfText(text)),
) as [WebAssembly.Module, WebAssembly.Module];
const integerOperands: readonly Name[] = ["gatherRows", "scatterAddRows", "pick", "unpick", "oneHot"];

describe("what instructions do to memory", () => {
  it("is known by the names of all opcodes, in their order, and of policies as far as their programs may have them", () => {
    expect(trainingForms.length).toBe(names.length);
    expect(trainingForms).not.toContain(undefined);
    expect(forms.length).toBe(names.length);
    for (const name of ["scatterAddRows", "convolution3x3WeightGradient", "tanhGradient"] as const) {
      expect(forms[opcodes[name]]).toBeUndefined();
    }
    for (const opcode of [-1, names.length, 1000, opcodes.adam]) {
      expect(() => accessesOf(Int32Array.of(opcode, 1, 1, 1, 1, 1), 0, actingForms)).toThrow(
        "there is no instruction",
      );
    }
    expect(() => accessesOf([names.length, 1, 64, 128], 0, trainingForms)).toThrow("there is no instruction");
  });

  it("has the lengths that kernels/opcodes.h lists", () => {
    const listed = readFileSync(new URL("../../kernels/opcodes.h", import.meta.url), "utf8");
    const lengths = Object.fromEntries(
      Array.from(listed.matchAll(/X\((\w+), (\d+)\)/g), ([, name, words]) => [name, Number(words)]),
    );
    for (const name of names) {
      const alike = different.find((other) => formOf(other) === formOf(name))!;
      const words = instructionOf(alike, createGenerator(1)).with(0, opcodes[name]);
      const { length } = accessesOf(words, 0, trainingForms);
      expect(length, name).toBe(words.length);
      expect([length, 0], name).toContain(lengths[name]);
    }
  });

  it.each(different)(
    "is all that the kernels do in %s: nothing else changes, and nothing else matters",
    (name) => {
      const { memory, run } = kernelsIn(actWith(name) ? acting : training);
      memory.grow(64);
      // Scratch is the last operand, and larger than all others.
      const all = new Int32Array(
        memory.buffer,
        0,
        (first + 8 * apart + (name.startsWith("convolution3x3") ? 2 ** 19 : 0)) / 4,
      );
      const from = first / 4;
      for (let seed = 0; seed < 20; seed++) {
        const random = createGenerator(seed);
        const words = Int32Array.from(instructionOf(name, random));
        const { reads, writes } = accessesOf(words, 0, trainingForms);
        all.set(words, code / 4);
        const isIn = (ranges: readonly Range[]) => {
          const inside = new Uint8Array(all.length);
          for (const [address, count] of ranges) inside.fill(1, address / 4, address / 4 + count);
          return inside;
        };
        const [read, written] = [isIn(reads), isIn(writes)];

        // Numbers in what it reads (small integers for indices), and anything around it.
        const fill = (value: (index: number) => number) => {
          for (let i = from; i < all.length; i++) all[i] = value(i);
        };
        const given = new Int32Array(all.length);
        const floats = new Float32Array(given.buffer);
        for (let i = from; i < all.length; i++) if (read[i]) floats[i] = 4 * random.random() - 2;
        if (integerOperands.includes(name)) {
          const [address, count] = reads.at(-1)!;
          for (let i = 0; i < count; i++) given[address / 4 + i] = 0;
        }
        const results = [0x3f9d70a4, -1].map((around) => {
          fill((i) => (read[i] ? given[i]! : written[i] ? 0 : around));
          expect(run(code, words.length)).toBe(0);
          for (let i = from; i < all.length; i++) {
            if (!written[i] && all[i] !== (read[i] ? given[i] : around)) {
              throw new Error(`${words}: byte ${4 * i} was written`);
            }
          }
          return all.slice(writes[0]![0] / 4, writes[0]![0] / 4 + writes[0]![1]);
        });
        expect(results[1], String(words)).toEqual(results[0]);
      }
    },
  );

  it.each(different)("is the same of %s where its operands lie beyond 2 GB", (name) => {
    const beyond = 2 ** 31;
    for (let seed = 0; seed < 20; seed++) {
      const [low, high] = [first, beyond + first].map((base) =>
        accessesOf(instructionOf(name, createGenerator(seed), base), 0, trainingForms),
      ) as [Accesses, Accesses];
      const moved = (ranges: readonly Range[]) => ranges.map(([address, count]) => [address + beyond, count]);
      expect(high).toEqual({ ...low, writes: moved(low.writes), reads: moved(low.reads) });
    }
  });

  it("includes the scratch of a convolution", () => {
    const words = Int32Array.of(opcodes.convolution3x3, 1, 5, 7, 4, 6, 64, 128, 192, 0, 0, 0, 0, 4096);
    expect(accessesOf(words, 0, actingForms).writes[1]).toEqual([4096, winogradScratchBytes(7, 4, 6) / 4]);
  });

  it.each<[string, number[]]>([
    ["no elements", [opcodes.copy, 0, 64, 128]],
    ["a negative count", [opcodes.matmul, -1, 2, 2, 64, 128, 192, 0, 0, 0, 0, 0]],
    ["a length that is not that of its loops", [opcodes.add, 0, 4, 64, 128, 192, 1, 1, 0]],
    ["more loops than words", [opcodes.add, 9, 4, 64, 128, 192, 1, 1, 1]],
    ["a negative stride", [opcodes.stridedCopy, 11, 4, 64, 128, 1, 1, 1, 2, -4, 4]],
    ["an activation that there is not", [opcodes.matmul, 1, 2, 2, 64, 128, 192, 0, 0, 9, 0, 0]],
    ["activations without their gradient", [opcodes.matmul, 1, 2, 2, 64, 128, 192, 0, 0, 3, 0, 256]],
    ["an address below 0", [opcodes.copy, 4, -64, 128]],
    ["windows beyond int32", [opcodes.patches, 1, 4, 4, 1, 5, 2, 3, 3, 2 ** 29, 1, 0, 0, 64, 128]],
    ["strides beyond int32", [opcodes.patches, 1, 4, 4, 1, 1, 2, 3, 3, 2 ** 30, 1, 0, 0, 64, 128]],
    ["zeros beyond int32", [opcodes.patches, 1, 4, 4, 1, 2, 2, 3, 3, 1, 1, 0, 2 ** 30, 64, 128]],
    ["its end missing", [opcodes.select, 4, 64, 128, 192, 256, 1, 1]],
  ])("cannot be said of words with %s", (_, words) => {
    expect(() => accessesOf(Int32Array.from(words), 0, actingForms)).toThrow(/of an instruction is/);
  });
});
