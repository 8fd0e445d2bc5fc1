import { createExpression, type DType, type Expression, type Operation } from "../expression.ts";
import {
  broadcastShapes,
  checkShape,
  formatShape,
  resolveAxis,
  type Shape,
  sameShape,
  sizeOf,
} from "../shape.ts";

/** The values repeated along new or stretched axes, as NumPy's broadcast_to. */
export function broadcastTo<Type extends DType>(
  x: Expression<Operation, Type>,
  shape: Shape,
): Expression<Operation, Type> {
  if (sameShape(x.shape, shape)) return x;
  if (!sameShape(broadcastShapes("broadcastTo", x.shape, shape), shape)) {
    throw new RangeError(
      `broadcastTo: shape ${formatShape(x.shape)} does not stretch to ${formatShape(shape)}`,
    );
  }
  return createExpression("broadcast", [x], shape, x.dtype, {});
}

/** The same values in row-major order under another shape of equal size. */
export function reshape<Type extends DType>(
  x: Expression<Operation, Type>,
  shape: Shape,
): Expression<Operation, Type> {
  checkShape("reshape", shape);
  if (sizeOf(shape) !== sizeOf(x.shape)) {
    throw new RangeError(
      `reshape: ${formatShape(x.shape)} has ${sizeOf(x.shape)} elements, ${formatShape(shape)} has ${sizeOf(shape)}`,
    );
  }
  return sameShape(x.shape, shape) ? x : createExpression("reshape", [x], shape, x.dtype, {});
}

/** Axes reordered: axis i of the result is axis `permutation[i]` of x; by default all reversed. */
export function transpose<Type extends DType>(
  x: Expression<Operation, Type>,
  permutation?: readonly number[],
): Expression<Operation, Type> {
  const order = permutation ?? x.shape.map((_, axis) => x.shape.length - 1 - axis);
  const sorted = [...order].sort((a, b) => a - b);
  if (sorted.length !== x.shape.length || sorted.some((axis, index) => axis !== index)) {
    throw new RangeError(
      `transpose: permutation is [${order.join(", ")}]; it must name each of the ${x.shape.length} axes of ` +
        `${formatShape(x.shape)} once`,
    );
  }
  if (order.every((axis, index) => axis === index)) return x;
  const shape = order.map((axis) => x.shape[axis]);
  return createExpression("transpose", [x], shape, x.dtype, { permutation: [...order] });
}

/** The entries `start` to `end` (not included) along one axis. */
export function slice<Type extends DType>(
  x: Expression<Operation, Type>,
  axis: number,
  start: number,
  end: number,
): Expression<Operation, Type> {
  const along = resolveAxis("slice", x.shape, axis);
  const extent = x.shape[along];
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end > extent || start >= end) {
    throw new RangeError(
      `slice: start ${start}, end ${end} along axis ${axis} of ${formatShape(x.shape)}; ` +
        `allowed are integers with 0 ≤ start < end ≤ ${extent}`,
    );
  }
  if (start === 0 && end === extent) return x;
  const shape = x.shape.with(along, end - start);
  return createExpression("slice", [x], shape, x.dtype, { axis: along, start });
}

/** Zeros around x along one axis: `before` of them, x, then as many as make the extent. The opposite of slice. */
export function pad<Type extends DType>(
  x: Expression<Operation, Type>,
  axis: number,
  before: number,
  extent: number,
): Expression<Operation, Type> {
  const along = resolveAxis("pad", x.shape, axis);
  if (!Number.isInteger(before) || before < 0 || before + x.shape[along] > extent) {
    throw new RangeError(
      `pad: before ${before} and extent ${extent} do not leave room for ${formatShape(x.shape)} along axis ${axis}`,
    );
  }
  if (extent === x.shape[along]) return x;
  return createExpression("pad", [x], x.shape.with(along, extent), x.dtype, { axis: along, before });
}

/** Tensors one after another along one axis; their other extents agree. */
export function concatenate<Type extends DType>(
  parts: readonly Expression<Operation, Type>[],
  axis: number,
): Expression<Operation, Type> {
  const first = parts[0];
  if (first === undefined) throw new RangeError("concatenate: no tensors were given; it needs at least one");
  const along = resolveAxis("concatenate", first.shape, axis);
  let extent = 0;
  for (const part of parts) {
    const fits = part.shape.length === first.shape.length && part.dtype === first.dtype;
    if (!fits || part.shape.some((size, at) => at !== along && size !== first.shape[at])) {
      throw new RangeError(
        `concatenate: ${formatShape(part.shape)} does not join ${formatShape(first.shape)} along axis ${axis}`,
      );
    }
    extent += part.shape[along];
  }
  if (parts.length === 1) return first;
  return createExpression("concatenate", [...parts], first.shape.with(along, extent), first.dtype, {
    axis: along,
  });
}
