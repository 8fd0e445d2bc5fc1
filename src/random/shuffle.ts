import { boundedInteger, maskedInteger } from "./bounded-integer.ts";
import { type DrawingKernels, drawingKernels } from "./drawing-kernels.ts";
import type { Pcg64 } from "./pcg64.ts";

/** What can be shuffled in place: an array, or a typed array of numbers. */
export interface MutableList<T> {
  readonly length: number;
  [index: number]: T;
}

/** Puts a list into random order in place (Fisher and Yates, from the end); the draws are those of NumPy's `shuffle`. */
export function shuffleInPlace<T>(pcg: Pcg64, list: MutableList<T>): void {
  const kernels = list instanceof Int32Array ? drawingKernels(list.length) : undefined;
  if (kernels !== undefined && list.length <= kernels.list.length) {
    shuffleByKernels(kernels, pcg, list as unknown as Int32Array);
    return;
  }
  for (let i = list.length - 1; i > 0; i -= 1) swap(list, i, maskedInteger(pcg, i));
}

function shuffleByKernels(kernels: DrawingKernels, pcg: Pcg64, list: Int32Array): void {
  kernels.pcg.set(pcg);
  kernels.list.set(list);
  kernels.shuffle(list.length);
  list.set(kernels.list.subarray(0, list.length));
  pcg.set(kernels.pcg);
}

/**
 * Puts the tail of a list from `first` on into random order, each of its places being filled from all that come before:
 * as NumPy's `_shuffle_int`, which its `choice` uses.
 */
export function shuffleTail(pcg: Pcg64, list: MutableList<number>, first: number): void {
  for (let i = list.length - 1; i >= first; i -= 1) swap(list, i, boundedInteger(pcg, i));
}

function swap<T>(list: MutableList<T>, i: number, j: number): void {
  const kept = list[i];
  list[i] = list[j];
  list[j] = kept;
}
