/** What the Node add-on (`kernels/native/addon.c`) exports. */
export interface AddOn {
  /** Of the source that it was built from. */
  readonly sourceHash: string;
  /** Those that this processor has, the most capable first. */
  readonly instructionSets: readonly string[];
  /** The instruction loop over the memory that `bytes` shows, for as long as that memory is alive and in its place. */
  attach(instructionSet: string, bytes: Uint8Array): (program: number, words: number) => number;
  /** Runs the bare multiply-add loop; the number of lanes of a vector. */
  peak(instructionSet: string, rounds: number): number;
}
