import type { Shape } from "../../graph/shape.ts";

/** One loop over a tensor: its extent, and how far each operand moves per turn, in elements. */
export interface Loop {
  readonly extent: number;
  readonly strides: readonly number[];
}

/**
 * The fewest nested loops, outermost first, that walk several operands over a common shape: axes of extent 1 go, and
 * neighboring axes merge where every operand runs through both evenly. At least one loop remains.
 */
export function mergeLoops(shape: Shape, operandStrides: readonly (readonly number[])[]): Loop[] {
  const loops: Loop[] = [];
  shape.forEach((extent, axis) => {
    if (extent === 1) return;
    const strides = operandStrides.map((operand) => operand[axis]);
    const outer = loops.at(-1);
    if (outer?.strides.every((stride, operand) => stride === strides[operand] * extent)) {
      loops[loops.length - 1] = { extent: outer.extent * extent, strides };
    } else {
      loops.push({ extent, strides });
    }
  });
  return loops.length > 0 ? loops : [{ extent: 1, strides: operandStrides.map(() => 0) }];
}

/** The words that describe all loops but the innermost: how many, then extent and strides of each. */
export function outerLoops(loops: readonly Loop[]): [rank: number, ...loops: number[]] {
  return [loops.length - 1, ...loops.slice(0, -1).flatMap(({ extent, strides }) => [extent, ...strides])];
}
