import type { Expression, Input, Variable } from "../graph/expression.ts";
import type { Listing } from "./listing.ts";
import type { Floats } from "./program.ts";
import type { Update } from "./update.ts";

/** What a backend is asked to compile. */
export interface Graph {
  readonly inputs: Readonly<Record<string, Input>>;
  readonly outputs: Readonly<Record<string, Expression>>;
  readonly updates: readonly Update[];
}

/** A graph made ready to run by a backend. Views are into the backend's memory and stay valid until it grows. */
export interface Executable<F extends Floats> {
  run(): void;
  readonly inputs: Views<F>;
  readonly outputs: Views<F>;
  list(): Listing;
}

/** Arrays by name, each as a function that gives the current view of it. */
export type Views<F extends Floats> = Readonly<Record<string, () => F | Int32Array>>;

/**
 * Memory and the means to compute in it. Variables get their place, and their initial values, in a backend when a
 * program first uses them; every program of that backend then shares them. Where numbers are finite, programs give the same
 * values on all backends, up to rounding; in products of matrices, a compiled backend may skip zeros, and 0 times what is not
 * finite then counts as 0.
 */
export interface Backend<F extends Floats = Floats> {
  readonly name: "reference" | "wasm" | "native";
  /** What its kernels are compiled to, or "none"; the same bits come out wherever this is the same. */
  readonly instructionSet: string;
  compile(graph: Graph): Executable<F>;
  /** The variable's values: a view of the backend's memory, which may be written too. */
  values(variable: Variable): F;
  /** So many zeros that last, as a function that gives the current view of them. */
  array(length: number): () => F;
  /** sums += values, element by element; both are views of this backend's memory. */
  add(sums: F, values: F): void;
}
