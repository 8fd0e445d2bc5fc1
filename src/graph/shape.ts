/** The extent of each axis, outermost first; `[]` is a scalar. */
export type Shape = readonly number[];

/** Number of elements of a tensor of this shape. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((size, extent) => size * extent, 1);
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((extent, axis) => extent === b[axis]);
}

export function formatShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/** @throws RangeError unless a shape is the one that it must be; the message begins with `what` has it */
export function requireShape(what: string, shape: Shape, expected: Shape): void {
  if (sameShape(shape, expected)) return;
  throw new RangeError(`${what} has shape ${formatShape(shape)}; it must be ${formatShape(expected)}`);
}

/** Elements that a tensor has at most: in float32, the whole memory of a compiled backend. */
export const mostElements = 2 ** 30;

/** Throws unless every extent is a positive integer, and their product at most {@link mostElements}. */
export function checkShape(owner: string, shape: Shape): void {
  if (!shape.every((extent) => Number.isInteger(extent) && extent > 0)) {
    throw new RangeError(`${owner}: shape is ${formatShape(shape)}; every extent must be a positive integer`);
  }
  const size = sizeOf(shape);
  if (size > mostElements) {
    throw new RangeError(
      `${owner}: shape is ${formatShape(shape)}, which is ${size} elements; a tensor has at most ${mostElements}`,
    );
  }
}

/**
 * The shape that two operands share under NumPy's broadcasting: aligned at the last axis, where an extent of 1
 * or a missing axis stretches to the other's.
 */
export function broadcastShapes(owner: string, a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const x = a[axis - rank + a.length] ?? 1;
    const y = b[axis - rank + b.length] ?? 1;
    if (x !== y && x !== 1 && y !== 1) {
      throw new RangeError(
        `${owner}: shapes ${formatShape(a)} and ${formatShape(b)} do not broadcast; ` +
          "aligned at the last axis, extents must be equal or one of them 1",
      );
    }
    return x === 1 ? y : x;
  });
}

/** The axis as an index from 0; negative ones count from the end, as in NumPy. */
export function resolveAxis(owner: string, shape: Shape, axis: number): number {
  const resolved = axis < 0 ? axis + shape.length : axis;
  if (!Number.isInteger(axis) || resolved < 0 || resolved >= shape.length) {
    throw new RangeError(
      `${owner}: axis is ${axis}; a tensor of shape ${formatShape(shape)} has axes ` +
        `${-shape.length} to ${shape.length - 1}`,
    );
  }
  return resolved;
}

/** Distance in elements between neighbors along each axis of a row-major tensor. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}

/** Strides that walk a tensor of shape `from` as if it had been broadcast to `to`: 0 along stretched axes. */
export function broadcastStrides(from: Shape, to: Shape): number[] {
  const strides = stridesOf(from);
  const missing = to.length - from.length;
  return to.map((_, axis) => {
    const source = axis - missing;
    return source < 0 || from[source] === 1 ? 0 : strides[source];
  });
}
