import { kernelsBase64 } from "./kernels.ts";

/** The compiled kernels (folder `kernels/`), with a memory of their own. */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  /** First byte that the kernels leave free. */
  readonly heapBase: number;
  /** Address of four integers: code of the last error, row, offending index, limit. */
  readonly errorRecord: number;
  /** Runs `words` words of instructions; 0, or −1 minus the position of the instruction that failed. */
  run(program: number, words: number): number;
}

let compiled: WebAssembly.Module | undefined;

export function instantiateKernels(): Kernels {
  compiled ??= new WebAssembly.Module(decodeBase64(kernelsBase64));
  const { exports } = new WebAssembly.Instance(compiled);
  const { memory, run, heap_base, error_record } = exports as {
    memory: WebAssembly.Memory;
    run: Kernels["run"];
    heap_base: () => number;
    error_record: () => number;
  };
  return { memory, run, heapBase: heap_base(), errorRecord: error_record() };
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
