import type { Kernels } from "../compiled/kernels.ts";
import { bytesOfText } from "./bytes-of-text.ts";
import { kernelsText } from "./kernels.ts";

let compiled: WebAssembly.Module | undefined;

/** The kernels as a WebAssembly module, with a memory of their own. */
export function instantiateKernels(): Kernels {
  compiled ??= new WebAssembly.Module(bytesOfText(kernelsText));
  const { exports } = new WebAssembly.Instance(compiled);
  const { memory, run, heap_base, error_record } = exports as {
    memory: WebAssembly.Memory;
    run: Kernels["run"];
    heap_base: () => number;
    error_record: () => number;
  };
  return { memory, run, heapBase: heap_base(), errorRecord: error_record(), memoryGrew() {} };
}
