import { kernelsInText } from "../text/kernels-in-text.ts";
import { drawingKernelsText } from "./kernels.ts";
import type { Pcg64 } from "./pcg64.ts";
import { fillZigguratTables, ZIGGURAT_SAFE_DRAWS, ZIGGURAT_WIDTHS } from "./ziggurat-tables.ts";

/** What kernels/drawing/draw.c draws with, in a memory of its own. */
export interface DrawingKernels {
  /** The generator that they draw from. */
  readonly pcg: Pcg64;
  /** What they draw, a block at a time. */
  readonly draws: Float64Array;
  /** What they shuffle, at most so many integers. */
  readonly list: Int32Array;
  /** Draws low + range · u so many times, for u from [0, 1). */
  fillUniform(count: number, low: number, range: number): void;
  /**
   * Draws mean + deviation · z from one place to another, for standard normal z, and returns the latter; or the place of the
   * first z that the tables do not decide: `standardNormalOf(pcg)` does.
   */
  fillNormal(start: number, end: number, mean: number, deviation: number): number;
  /** Puts the first integers of the list into random order. */
  shuffle(count: number): void;
}

/** Fewer numbers than this are drawn one by one: the kernels would take longer to compile. */
const fewest = 256;

const kernels = /* @__PURE__ */ kernelsInText(drawingKernelsText, (exports): DrawingKernels => {
  const { memory, pcg, widths, safe_draws, draws, list, fill_uniform, fill_normal, shuffle } = exports as {
    memory: WebAssembly.Memory;
    pcg: () => number;
    widths: () => number;
    safe_draws: () => number;
    draws: () => number;
    list: () => number;
    fill_uniform: DrawingKernels["fillUniform"];
    fill_normal: DrawingKernels["fillNormal"];
    shuffle: DrawingKernels["shuffle"];
  };
  const { buffer } = memory;
  fillZigguratTables();
  const layers = ZIGGURAT_WIDTHS.length;
  new Float64Array(buffer, widths(), layers).set(ZIGGURAT_WIDTHS.map((width) => width * 2 ** -52));
  new Float64Array(buffer, safe_draws(), layers).set(ZIGGURAT_SAFE_DRAWS);
  return {
    pcg: new Uint32Array(buffer, pcg(), 12),
    draws: new Float64Array(buffer, draws(), 1024),
    list: new Int32Array(buffer, list(), 2 ** 14),
    fillUniform: fill_uniform,
    fillNormal: fill_normal,
    shuffle,
  };
});

/** The kernels, to draw so many numbers; undefined where these are few, or there is no WebAssembly. */
export const drawingKernels = (count: number): DrawingKernels | undefined =>
  count < fewest ? undefined : kernels();
