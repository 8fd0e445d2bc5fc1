import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { sourceHash } from "../../kernels/sources.mjs";
import { textOfBytes } from "../../kernels/text-of-bytes.mjs";
import { headerText, opcodesText, placesText, wordsText } from "../../kernels/write-instructions.mjs";
import { kernelsText } from "../../src/backends/wasm/kernels.ts";
import { opcodes } from "../../src/compiler/instruction-set/opcodes.ts";
import { actingKernelsText } from "../../src/inference/kernels.ts";
import { programStart } from "../../src/policies/files/program-format.ts";
import { bytesOfText } from "../../src/text/bytes-of-text.ts";

const fileOf = (name: string) => new URL(`../../kernels/${name}`, import.meta.url);

test("the generated modules hold kernels.wasm, and the instructions of instructions.mjs as opcodes.h has them", () => {
  expect(Buffer.from(bytesOfText(kernelsText)).equals(readFileSync(fileOf("kernels.wasm")))).toBe(true);
  const header = readFileSync(fileOf("opcodes.h"), "utf8");
  expect(header).toBe(headerText());
  const names = [...header.matchAll(/\bX\((\w+), \d+\)/g)].map((match) => match[1]!);
  expect(opcodes).toEqual(Object.fromEntries(names.map((name, opcode) => [name, opcode])));
  const committed = (name: string) =>
    readFileSync(new URL(`../../src/compiler/instruction-set/${name}`, import.meta.url), "utf8");
  const notice = committed("words.ts").split("\n", 1)[0];
  expect(committed("opcodes.ts")).toBe(opcodesText(`${notice}\n`, sourceHash()));
  expect(committed("places.ts")).toBe(placesText(`${notice}\n`));
  expect(committed("words.ts")).toBe(wordsText(`${notice}\n`));
});

test("the instruction loop finds words by their names only", () => {
  const places = readFileSync(fileOf("run.c"), "utf8").match(/\bpc\[\d+\]|\b[FI]\(\d+\)/g);
  expect(new Set(places)).toEqual(new Set(["pc[0]", "pc[1]"])); // the opcode, and the length where it has one
});

test("the kernels for acting export the same but the peak, and leave the memory from programStart on to programs", () => {
  const { instance, module } = compiled(bytesOfText(actingKernelsText));
  expect(WebAssembly.Module.imports(module)).toEqual([]);
  const { heap_base: heapBase, ...others } = instance.exports as Record<string, () => number>;
  expect(Object.keys(others).sort()).toEqual(["error_record", "memory", "run"]);
  expect(heapBase!()).toBeLessThanOrEqual(programStart);
});

function compiled(bytes: Uint8Array<ArrayBuffer>) {
  const module = new WebAssembly.Module(bytes);
  return { module, instance: new WebAssembly.Instance(module) };
}

test("every byte survives as text", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const text = textOfBytes(bytes);
  expect(bytesOfText(text)).toEqual(bytes);
  expect(JSON.stringify(text)).toBe(`"${text}"`);
});

test("the module imports nothing and exports its memory and four functions", () => {
  const bytes = readFileSync(fileOf("kernels.wasm"));
  const module = new WebAssembly.Module(bytes);
  expect(WebAssembly.Module.imports(module)).toEqual([]);
  const exports = WebAssembly.Module.exports(module).map(({ name }) => name);
  expect(exports.sort()).toEqual(["error_record", "heap_base", "memory", "peak", "run"]);
});

test("no file but simd-<machine>.h calls an intrinsic of one machine", () => {
  const sources = readdirSync(fileOf("")).filter((name) => /\.[ch]$/.test(name) && !/^simd-/.test(name));
  expect(sources).toContain("matmul.h");
  for (const name of sources) {
    expect(readFileSync(fileOf(name), "utf8"), name).not.toMatch(/\bwasm_[a-z0-9]+_|\b_mm\d*_|\bv[a-z]+q_/);
  }
});
