import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { kernelsBase64, opcodes } from "../../src/backends/wasm/kernels.ts";

const fileOf = (name: string) => new URL(`../../kernels/${name}`, import.meta.url);

test("the generated module holds kernels.wasm and the opcodes of opcodes.h", () => {
  expect(Buffer.from(kernelsBase64, "base64").equals(readFileSync(fileOf("kernels.wasm")))).toBe(true);
  const header = readFileSync(fileOf("opcodes.h"), "utf8");
  const names = [...header.matchAll(/\bX\((\w+), \d+\)/g)].map((match) => match[1]!);
  expect(opcodes).toEqual(Object.fromEntries(names.map((name, opcode) => [name, opcode])));
});

test("the module imports nothing and uses no relaxed SIMD", () => {
  const bytes = readFileSync(fileOf("kernels.wasm"));
  const module = new WebAssembly.Module(bytes);
  expect(WebAssembly.Module.imports(module)).toEqual([]);
  const exports = WebAssembly.Module.exports(module).map(({ name }) => name);
  expect(exports.sort()).toEqual(["error_record", "heap_base", "memory", "peak", "run"]);
});

test("only simd.h knows the machine", () => {
  for (const name of [
    "elementwise.h",
    "exponential.h",
    "matmul.h",
    "optimizers.h",
    "reductions.h",
    "run.c",
    "softmax.h",
  ]) {
    expect(readFileSync(fileOf(name), "utf8")).not.toMatch(/wasm_[a-z0-9]+_|_mm\d*_/);
  }
});
