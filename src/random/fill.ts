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
  inBlocks(kernels, pcg, array, low, range, (count) => kernels.fillUniform(count));
}

/** Writes mean + deviation · z for standard normal z. */
export function fillNormal(pcg: Pcg64, array: Floats, mean: number, deviation: number): void {
  const kernels = drawingKernels(array.length);
  if (kernels === undefined) {
    for (let i = 0; i < array.length; i++) array[i] = mean + deviation * standardNormal(pcg);
    return;
  }
  inBlocks(kernels, pcg, array, mean, deviation, (count) => {
    let at = kernels.fillNormal(0, count);
    while (at < count) {
      kernels.draws[at] = standardNormalOf(kernels.pcg);
      at = kernels.fillNormal(at + 1, count);
    }
  });
}

/** Writes shift + scale · what `fill` draws, a block at a time. The generator ends as after drawing one by one. */
function inBlocks(
  kernels: DrawingKernels,
  pcg: Pcg64,
  array: Floats,
  shift: number,
  scale: number,
  fill: (count: number) => void,
): void {
  const { draws } = kernels;
  kernels.pcg.set(pcg);
  for (let start = 0; start < array.length; start += draws.length) {
    const count = Math.min(draws.length, array.length - start);
    fill(count);
    for (let i = 0; i < count; i++) array[start + i] = shift + scale * draws[i];
  }
  pcg.set(kernels.pcg);
}
