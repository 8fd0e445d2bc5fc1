import { createExpression, type Expression, type FloatExpression } from "../expression.ts";
import { formatShape, type Shape, sizeOf } from "../shape.ts";
import { type Pair, placeWindow, type Window, type WindowOptions } from "../window.ts";
import { checkType } from "./leaves.ts";

/**
 * What a window sees at each of its places: images [batch, height, width, channels] become
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

/** Adds patches up where the window saw them in images of a shape: the adjoint of {@link patches}. */
export function foldPatches(x: Expression, window: Window, shape: Shape): FloatExpression {
  checkType("foldPatches", x, "float");
  const channels = shape[3];
  if (shape.length !== 4 || x.shape.length !== 4 || x.shape[3] !== sizeOf(window.kernel) * channels) {
    throw new RangeError(
      `foldPatches: patches of shape ${formatShape(x.shape)} of a window of ${window.kernel.join("×")} ` +
        `do not make images of shape ${formatShape(shape)}`,
    );
  }
  return createExpression("foldPatches", [x], shape, "float", window);
}
