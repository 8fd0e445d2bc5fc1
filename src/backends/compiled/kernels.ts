/** Compiled kernels (folder `kernels/`) over a memory of their own. */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  /** First byte that the kernels leave free. */
  readonly heapBase: number;
  /** Address of four integers: code of the last error, row, offending index, limit. */
  readonly errorRecord: number;
  /** Runs `words` words of instructions; 0, or −1 minus the position of the instruction that failed. */
  run(program: number, words: number): number;
  /** Must be called when the memory has grown. */
  memoryGrew(): void;
}
