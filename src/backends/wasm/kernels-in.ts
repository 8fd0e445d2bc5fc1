import type { Kernels } from "../compiled/kernels.ts";

/** An instance of a module of kernels, with a memory of its own. */
export function kernelsIn(module: WebAssembly.Module): Kernels {
  const { exports } = new WebAssembly.Instance(module);
  const { memory, run, heap_base, error_record } = exports as {
    memory: WebAssembly.Memory;
    run: Kernels["run"];
    heap_base: () => number;
    error_record: () => number;
  };
  return { memory, run, heapBase: heap_base(), errorRecord: error_record(), memoryGrew() {} };
}
