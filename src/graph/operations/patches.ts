import { createExpression, type Expression, type FloatExpression } from "../expression.ts";
import { formatShape, type Shape, sizeOf } from "../shape.ts";
import { couldBeSeen, type Pair, placeWindow, type Window, type WindowOptions } from "../window.ts";
import { checkType } from "./leaves.ts";

/**
 * The part of the image in a window at each of its places: images [batch, height, width, channels] become
 * [batch, rows, columns, kernel rows · kernel columns · channels], with zeros where the window reaches over the edge.
 * A convolution is the product of this and the weights.
 */
export function patches(x: Expression, kernel: Pair, options: WindowOptions = {}): FloatExpression {
  checkType("patches", x, "float");
  const { places, ...window } = placeWindow("patches", x.shape, kernel, options);
  return takePatches(x, window, places);
}

/** Patches of a window that has been placed already. */
export function takePatches(
  x: Expression,
  window: Window,
  places: readonly [number, number],
): FloatExpression {
  const [batch, , , channels] = x.shape as [number, number, number, number];
  return createExpression(
    "patches",
    [x],
    [batch, ...places, sizeOf(window.kernel) * channels],
    "float",
    window,
  );
}

/**
 * Adds patches up at their places in images of a shape: the adjoint of {@link patches}.
 *
 * @throws RangeError when the window could not have seen them in such images
 */
export function foldPatches(x: Expression, window: Window, shape: Shape): FloatExpression {
  checkType("foldPatches", x, "float");
  const [batch, rows, columns, seen] = x.shape;
  if (
    shape.length !== 4 ||
    x.shape.length !== 4 ||
    batch !== shape[0] ||
    seen !== sizeOf(window.kernel) * shape[3] ||
    !couldBeSeen(shape, window, [rows, columns])
  ) {
    throw new RangeError(
      `foldPatches: patches of shape ${formatShape(x.shape)} of a window of ${window.kernel.join("×")} ` +
        `with stride ${window.stride.join("×")} and padding ${window.padding.join("×")} do not make images of shape ${formatShape(shape)}`,
    );
  }
  return createExpression("foldPatches", [x], shape, "float", window);
}
