import { kernelsInText } from "../../text/kernels-in-text.ts";
import { float64KernelsText } from "./kernels.ts";

/**
 * Writes n elements of register d from registers a, b and c, as many of which as the operation has operands. What concatenates
 * makes register a the column b of c columns, in the registers from d on.
 */
export type RegisterOperation = (n: number, d: number, a: number, b: number, c: number) => void;

/** What kernels/float64/elementwise.c computes with, in a memory of its own. */
export interface Float64Kernels {
  /** One after another, of `registerLength` elements each. */
  readonly registers: Float64Array;
  /** By the names of the graph's operations. */
  readonly operations: Readonly<Record<string, RegisterOperation>>;
  /** Whether n elements from register a on are finite. */
  areFinite(n: number, a: number): boolean;
  /**
   * Writes the means over `groups` groups of `group` rows of (weight − constant) · score + offset, from what begins at the
   * given registers: of each row a weight and, as an int32, where in the scores its `size` scores begin; of each column a
   * constant and an offset.
   */
  averageWeighted(
    groups: number,
    group: number,
    size: number,
    weights: number,
    starts: number,
    constant: number,
    offset: number,
    scores: number,
    means: number,
  ): void;
}

export const registerLength = 1024;
export const registerCount = 32;

/** Fewer elements than this take less time in the loops of TypeScript than in being copied to the kernels and back. */
export const fewestElements = 128;

const kernels = /* @__PURE__ */ kernelsInText(float64KernelsText, (exports): Float64Kernels => {
  const { memory, registers, are_finite, average_weighted, ...operations } = exports as {
    memory: WebAssembly.Memory;
    registers: () => number;
    are_finite: (n: number, a: number) => number;
    average_weighted: Float64Kernels["averageWeighted"];
  } & Record<string, RegisterOperation>;
  return {
    registers: new Float64Array(memory.buffer, registers(), registerCount * registerLength),
    operations,
    areFinite: (n, a) => are_finite(n, a) !== 0,
    averageWeighted: average_weighted,
  };
});

/** The kernels, for operands of so many elements; undefined where these are few, or there is no WebAssembly. */
export const float64Kernels = (length: number): Float64Kernels | undefined =>
  length < fewestElements ? undefined : kernels();
