import { mergeLoops } from "../../compiler/plan/loops.ts";
import { type Shape, stridesOf } from "../../graph/shape.ts";

/** A walk of several operands over one shape, in runs: how long a run is, its strides, and where each run starts. */
export interface Walk {
  readonly runs: number;
  readonly length: number;
  /** Per operand: how far it moves from entry to entry of a run. */
  readonly strides: readonly number[];
  /** Per operand: where each run starts. */
  readonly starts: readonly Int32Array[];
}

/** An innermost loop shorter than this would spend its time on being entered. */
const shortestRun = 8;

/**
 * The innermost loop makes the runs, or where it is short the longest one, so that runs are few. Each operand is given by
 * its strides along the shape.
 */
export function planWalk(shape: Shape, operandStrides: readonly (readonly number[])[]): Walk {
  const loops = mergeLoops(shape, operandStrides);
  const innermost = loops.at(-1)!;
  const longest = loops.reduce((best, loop) => (loop.extent > best.extent ? loop : best));
  const chosen = innermost.extent < shortestRun ? longest : innermost;
  const outer = loops.filter((loop) => loop !== chosen);
  const runs = outer.reduce((count, { extent }) => count * extent, 1);
  const starts = operandStrides.map((_, operand) => {
    const offsets = new Int32Array(runs);
    for (let run = 0; run < runs; run++) {
      let rest = run;
      for (const { extent, strides } of outer) {
        offsets[run] += (rest % extent) * strides[operand];
        rest = Math.floor(rest / extent);
      }
    }
    return offsets;
  });
  return { runs, length: chosen.extent, strides: chosen.strides, starts };
}

/** A copy between strided layouts: `shape` entries from `start` of x to `targetStart` of the result. */
export interface StridedCopy {
  readonly shape: Shape;
  readonly strides: readonly number[];
  readonly start?: number;
  /** Default: row-major, without gaps. */
  readonly targetStrides?: readonly number[];
  readonly targetStart?: number;
}

type Values = Float64Array | Int32Array;

export function planCopy(x: Values, result: Values, copy: StridedCopy): () => void {
  const { shape, strides, start = 0, targetStrides = stridesOf(shape), targetStart = 0 } = copy;
  const walk = planWalk(shape, [targetStrides, strides]);
  const [targetStride, stride] = walk.strides;
  const [targets, sources] = walk.starts;
  return () => {
    for (let run = 0; run < walk.runs; run++) {
      let to = targetStart + targets[run];
      let from = start + sources[run];
      for (let i = 0; i < walk.length; i++, to += targetStride, from += stride) result[to] = x[from];
    }
  };
}
