import { type Backend, createNativeBackend, createWasmBackend } from "../src/backends/index.ts";
import type { AddOn } from "../src/backends/native/add-on.ts";
import { loadAddOn } from "../src/backends/native/load-add-on.ts";
import { kernelsText } from "../src/backends/wasm/kernels.ts";
import { bytesOfText } from "../src/text/bytes-of-text.ts";

/** A backend and the instruction set that it computes with. */
export interface MeasuredBackend {
  readonly name: "wasm" | "native";
  /** As the tables have it: "wasm", "native AVX-512", … */
  readonly title: string;
  readonly instructionSet: string;
  create(): Backend<Float32Array>;
  /** Runs a bare loop of multiplications and additions on registers; the number of operations. */
  peak(rounds: number): number;
}

/** The kernels' `peak(n)` does n rounds of a multiplication and an addition on 12 vectors. */
const operationsPerRound = (lanes: number) => 12 * lanes * 2;

const titles: Readonly<Record<string, string>> = {
  avx512: "AVX-512",
  avx2: "AVX2",
  sse4: "SSE4",
  neon: "NEON",
};

/** wasm, and what the native backend has on this machine: its most capable instruction set and the one after it. */
export function measuredBackends(): MeasuredBackend[] {
  const addOn = findAddOn();
  const native = (addOn?.instructionSets ?? []).slice(0, 2).map(
    (instructionSet): MeasuredBackend => ({
      name: "native",
      title: `native ${titles[instructionSet] ?? instructionSet}`,
      instructionSet,
      create: () => createNativeBackend({ instructionSet }),
      peak: (rounds) => operationsPerRound(addOn!.peak(instructionSet, rounds)) * rounds,
    }),
  );
  return [wasm(), ...native];
}

function wasm(): MeasuredBackend {
  const module = new WebAssembly.Module(bytesOfText(kernelsText));
  const { peak } = new WebAssembly.Instance(module).exports as { peak: (rounds: number) => number };
  return {
    name: "wasm",
    title: "wasm",
    instructionSet: "simd128",
    create: createWasmBackend,
    peak(rounds) {
      peak(rounds);
      return operationsPerRound(4) * rounds;
    },
  };
}

function findAddOn(): AddOn | undefined {
  try {
    return loadAddOn();
  } catch (error) {
    console.error(`${(error as Error).message}. Measuring without it.`);
    return undefined;
  }
}
