import { type DrawingKernels, drawingKernels } from "./drawing-kernels.ts";
import { nextFloat64, type Pcg64 } from "./pcg64.ts";
import { standardNormal, standardNormalOf } from "./standard-normal.ts";

type Floats = Float32Array | Float64Array;

/** Writes low + range · u for u from [0, 1). */
export function fillUniform(pcg: Pcg64, array: Floats, low: number, range: number): void {
  const kernels = drawingKernels(array.length);
  if (kernels === undefined) {
    for (let i = 0; i < array.length; i++) array[i] = low + range * nextFloat64(pcg);
    return;
  }
  inBlocks(kernels, pcg, array, (count) => kernels.fillUniform(count, low, range));
}

/** Writes mean + deviation · z for standard normal z. */
export function fillNormal(pcg: Pcg64, array: Floats, mean: number, deviation: number): void {
  const kernels = drawingKernels(array.length);
  if (kernels === undefined) {
    for (let i = 0; i < array.length; i++) array[i] = mean + deviation * standardNormal(pcg);
    return;
  }
  inBlocks(kernels, pcg, array, (count) => {
    let at = kernels.fillNormal(0, count, mean, deviation);
    while (at < count) {
      kernels.draws[at] = mean + deviation * standardNormalOf(kernels.pcg);
      at = kernels.fillNormal(at + 1, count, mean, deviation);
    }
  });
}

/** Writes what `fill` draws, a block at a time. The generator ends as after drawing one by one. */
function inBlocks(kernels: DrawingKernels, pcg: Pcg64, array: Floats, fill: (count: number) => void): void {
  const { draws } = kernels;
  kernels.pcg.set(pcg);
  for (let start = 0; start < array.length; start += draws.length) {
    const count = Math.min(draws.length, array.length - start);
    fill(count);
    array.set(count < draws.length ? draws.subarray(0, count) : draws, start);
  }
  pcg.set(kernels.pcg);
}
