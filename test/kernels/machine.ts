import type { Kernels } from "../../src/backends/compiled/kernels.ts";
import { attach } from "../../src/backends/native/index.ts";
import { instantiateKernels } from "../../src/backends/wasm/instantiate.ts";
import { opcodes } from "../../src/compiler/instruction-set/opcodes.ts";
import { addOn } from "../backends/add-on.ts";

export type Opcode = keyof typeof opcodes;

/** The kernels to test: the wasm module, and the add-on where it is built, with each instruction set of this machine. */
export const instructionSets: readonly string[] = ["simd128", ...(addOn?.instructionSets ?? [])];

/** Kernels with a bump allocator whose buffers have guard bands, and an assembler for single instructions. */
export class Machine {
  readonly #kernels: Kernels;
  #top: number;
  readonly #guards: { start: number; end: number }[] = [];

  constructor(instructionSet = "simd128") {
    this.#kernels = instructionSet === "simd128" ? instantiateKernels() : attach(addOn!, instructionSet);
    this.#top = this.#kernels.heapBase;
  }

  get memory(): WebAssembly.Memory {
    return this.#kernels.memory;
  }

  /** Forgets all buffers. */
  reset(): void {
    this.#top = this.#kernels.heapBase;
    this.#guards.length = 0;
  }

  /** A 16-byte aligned buffer of n words, between two guard bands, filled with a pattern. Returns its offset. */
  allocate(n: number): number {
    const start = this.#top + GUARD_WORDS * 4;
    const end = start + n * 4;
    this.#top = (end + GUARD_WORDS * 4 + 15) & ~15;
    const missing = this.#top - this.memory.buffer.byteLength;
    if (missing > 0) {
      this.memory.grow(Math.ceil(missing / 65536));
      this.#kernels.memoryGrew();
    }
    new Int32Array(this.memory.buffer, start - GUARD_WORDS * 4, (this.#top - start) / 4 + GUARD_WORDS).fill(
      PATTERN,
    );
    this.#guards.push({ start, end });
    return start;
  }

  floats(values: ArrayLike<number>): number {
    const at = this.allocate(values.length);
    this.viewFloats(at, values.length).set(values);
    return at;
  }

  ints(values: ArrayLike<number>): number {
    const at = this.allocate(values.length);
    this.viewInts(at, values.length).set(values);
    return at;
  }

  viewFloats(at: number, n: number): Float32Array {
    return new Float32Array(this.memory.buffer, at, n);
  }

  viewInts(at: number, n: number): Int32Array {
    return new Int32Array(this.memory.buffer, at, n);
  }

  /** Runs one instruction, whose words follow the opcode, and returns the result of `run`. */
  run(opcode: Opcode, ...words: number[]): number {
    return this.runWords([opcodes[opcode], ...words]);
  }

  runWords(words: ArrayLike<number>): number {
    const program = this.ints(words);
    return this.#kernels.run(program, words.length);
  }

  /** Like run, but fails unless the instruction succeeds and leaves every guard band alone. */
  mustRun(opcode: Opcode, ...words: number[]): void {
    const result = this.run(opcode, ...words);
    if (result !== 0) throw new Error(`${opcode} returned ${result}: ${this.errorRecord()}`);
    this.checkGuards();
  }

  checkGuards(): void {
    for (const { start, end } of this.#guards) {
      const before = this.viewInts(start - GUARD_WORDS * 4, GUARD_WORDS);
      const after = this.viewInts(end, GUARD_WORDS);
      if (before.some((word) => word !== PATTERN) || after.some((word) => word !== PATTERN)) {
        throw new Error(`guard band of the buffer at ${start} (${(end - start) / 4} words) was overwritten`);
      }
    }
  }

  errorRecord(): number[] {
    return Array.from(this.viewInts(this.#kernels.errorRecord, 4));
  }
}

const GUARD_WORDS = 16;
/** Bits of a quiet NaN, so that what lies outside a buffer poisons results that depend on it. */
const PATTERN = 0x7fc0dead;

const scratch = new DataView(new ArrayBuffer(4));

/** The bits of a float32 immediate. */
export function bits(value: number): number {
  scratch.setFloat32(0, value);
  return scratch.getInt32(0);
}

export function floatOfBits(word: number): number {
  scratch.setInt32(0, word);
  return scratch.getFloat32(0);
}

/** Repeatable numbers in [-scale, scale), rounded to float32. */
export function noise(n: number, seed: number, scale = 1): Float32Array {
  const values = new Float32Array(n);
  let state = (seed * 2654435761 + 12345) >>> 0;
  for (let i = 0; i < n; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    values[i] = ((state >>> 8) / 2 ** 23 - 1) * scale;
  }
  return values;
}

/** The first index where the two differ by more than allowed, described; undefined if there is none. */
export function difference(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  relative: number,
  absolute = relative,
): string | undefined {
  for (let i = 0; i < expected.length; i++) {
    const [a, e] = [actual[i]!, expected[i]!];
    if (Object.is(a, e) || a === e || (Number.isNaN(a) && Number.isNaN(e))) continue;
    if (!(Math.abs(a - e) <= absolute + relative * Math.abs(e))) return `[${i}] is ${a}, expected ${e}`;
  }
  return undefined;
}
