import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { sourceHash } from "../../kernels/sources.mjs";
import { sourceHash as hashOfOpcodes, opcodes } from "../../src/backends/compiled/opcodes.ts";
import { kernelsBase64 } from "../../src/backends/wasm/kernels.ts";

const fileOf = (name: string) => new URL(`../../kernels/${name}`, import.meta.url);

test("the generated modules hold kernels.wasm and the opcodes of opcodes.h", () => {
  expect(Buffer.from(kernelsBase64, "base64").equals(readFileSync(fileOf("kernels.wasm")))).toBe(true);
  const header = readFileSync(fileOf("opcodes.h"), "utf8");
  const names = [...header.matchAll(/\bX\((\w+), \d+\)/g)].map((match) => match[1]!);
  expect(opcodes).toEqual(Object.fromEntries(names.map((name, opcode) => [name, opcode])));
  expect(hashOfOpcodes).toBe(sourceHash());
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
