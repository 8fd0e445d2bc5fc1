import { bytesOfText } from "../text/bytes-of-text.ts";
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
  /** Draws so many float64 from [0, 1). */
  fillUniform(count: number): void;
  /**
   * Draws standard normals from one place to another and returns the latter; or the place of the first one that the
   * tables do not decide: `standardNormalOf(pcg)` does.
   */
  fillNormal(start: number, end: number): number;
  /** Puts the first integers of the list into random order. */
  shuffle(count: number): void;
}

/** Fewer numbers than this are drawn one by one: the kernels would take longer to compile. */
const fewest = 256;

let kernels: DrawingKernels | undefined;
let isRefused = false;

/**
 * The kernels of this thread, to draw so many numbers; undefined where these are few, or there is no WebAssembly, as in a page
 * whose security policy forbids it.
 */
export function drawingKernels(count: number): DrawingKernels | undefined {
  if (count < fewest) return undefined;
  if (kernels === undefined && !isRefused) {
    try {
      kernels = instantiate(new WebAssembly.Module(bytesOfText(drawingKernelsText)));
    } catch {
      isRefused = true;
    }
  }
  return kernels;
}

function instantiate(module: WebAssembly.Module): DrawingKernels {
  const { memory, pcg, widths, safe_draws, draws, list, fill_uniform, fill_normal, shuffle } =
    new WebAssembly.Instance(module).exports as {
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
}
