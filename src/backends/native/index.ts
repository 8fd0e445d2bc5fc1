import type { Backend } from "../../compiler/backend.ts";
import { knownOptions } from "../../text/known-options.ts";
import { createCompiledBackend } from "../compiled/create-backend.ts";
import type { Kernels } from "../compiled/kernels.ts";
import type { AddOn } from "./add-on.ts";
import { loadAddOn } from "./load-add-on.ts";

export interface NativeBackendOptions {
  /**
   * "avx512", "avx2" or "sse4" on x86-64, "neon" on 64-bit ARM. Default: the environment variable LOGPI_INSTRUCTION_SET,
   * or else the most capable that the processor has.
   */
  readonly instructionSet?: string;
}

/**
 * The float32 backend of Node's add-on: the source of the wasm backend compiled for this machine, with its widest vectors
 * and fused multiply-add. The same bits on every run with the same instruction set, but not those of the wasm backend.
 * Each call makes a backend with a memory of its own, which goes when nothing refers to it any more.
 *
 * @throws Error when the add-on is not built, or not for this machine; RangeError on an instruction set that the
 *   processor does not have
 */
export function createNativeBackend(options: NativeBackendOptions = {}): Backend<Float32Array> {
  knownOptions("createNativeBackend", options, ["instructionSet"]);
  const addOn = loadAddOn();
  const [mostCapable] = addOn.instructionSets;
  const instructionSet = options.instructionSet ?? (process.env.LOGPI_INSTRUCTION_SET || mostCapable);
  if (!addOn.instructionSets.includes(instructionSet)) {
    throw new RangeError(
      `native backend: the instruction set is "${instructionSet}"; this processor has ${addOn.instructionSets.join(", ")}`,
    );
  }
  return createCompiledBackend("native", instructionSet, attach(addOn, instructionSet));
}

/** Where the add-on leaves the record of an error: at the start of the memory, before everything else. */
const errorRecord = 0;
const heapBase = 64;

/** A WebAssembly memory serves natively too: it grows in the same way, with the same views. */
export function attach(addOn: AddOn, instructionSet: string): Kernels {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 });
  const attached = () => addOn.attach(instructionSet, new Uint8Array(memory.buffer));
  let run = attached();
  return {
    memory,
    heapBase,
    errorRecord,
    run: (program, words) => run(program, words),
    memoryGrew() {
      run = attached();
    },
  };
}
