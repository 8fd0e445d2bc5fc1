import { createExpression, type Expression, type FloatExpression } from "../expression.ts";
import { formatShape, sizeOf } from "../shape.ts";
import { placeWindow, type WindowOptions } from "../window.ts";
import { reshape } from "./layout.ts";
import { checkType } from "./leaves.ts";
import { matmul } from "./matmul.ts";
import { takePatches } from "./patches.ts";

/**
 * The convolution (cross-correlation, as usual for neural networks) of images [batch, height, width, channels] with
 * weights [kernel rows, kernel columns, channels, filters]: [batch, rows, columns, filters].
 */
export function convolution(
  x: Expression,
  weights: Expression,
  options: WindowOptions = {},
): FloatExpression {
  checkType("convolution", x, "float");
  checkType("convolution", weights, "float");
  if (x.shape.length !== 4 || weights.shape.length !== 4 || x.shape[3] !== weights.shape[2]) {
    throw new RangeError(
      `convolution: images of shape ${formatShape(x.shape)} and weights of shape ${formatShape(weights.shape)} ` +
        "do not fit; they must be [batch, height, width, channels] and " +
        "[kernel rows, kernel columns, channels, filters]",
    );
  }
  const [rows, columns, channels, filters] = weights.shape as [number, number, number, number];
  const { places, ...window } = placeWindow("convolution", x.shape, [rows, columns], options);
  const { kernel, stride, padding } = window;
  const keepsPlaces = [1, 2].every((axis) => places[axis - 1] === x.shape[axis]);
  const dense = stride.every((step) => step === 1) && keepsPlaces;
  if (dense && kernel.every((extent) => extent === 3) && padding.every((zeros) => zeros === 1)) {
    if (channels >= fewestChannelsForWinograd) return convolution3x3(x, weights);
  }
  const inner = sizeOf(kernel) * channels;
  const seen = dense && inner === channels ? x : takePatches(x, window, places);
  const product = matmul(
    reshape(seen, [sizeOf(seen.shape) / inner, inner]),
    reshape(weights, [inner, filters]),
  );
  return reshape(product, [x.shape[0], ...places, filters]);
}

/**
 * With fewer channels, patches are so narrow that a product with them takes less time than the transforms. Measured on 32
 * boards of 9×9, forward, in WebAssembly: 1 channel to 64 filters 242 µs against 150 by patches, 2 to 64 270 against 207,
 * 3 to 32 178 against 170, 4 to 64 249 against 442, 8 to 64 308 against 556, 4 to 4 56 against 89; AVX-512 agrees.
 */
const fewestChannelsForWinograd = 4;

/**
 * The 3×3 convolution with stride 1 and zeros around, or its transpose (the gradient with respect to its images):
 * from [batch, height, width, channels] to [batch, height, width, filters], or the other way around.
 */
export function convolution3x3(
  x: Expression,
  weights: Expression,
  { transposed = false } = {},
): FloatExpression {
  const [, , channels, filters] = weights.shape as [number, number, number, number];
  const shape = x.shape.with(3, transposed ? channels : filters);
  return createExpression("convolution3x3", [x, weights], shape, "float", { transposed });
}

/** Σ over all places of image [batch, height, width, channels] times gradient [batch, height, width, filters]. */
export function convolution3x3WeightGradient(x: Expression, gradient: Expression): FloatExpression {
  const shape = [3, 3, x.shape[3], gradient.shape[3]];
  return createExpression("convolution3x3WeightGradient", [x, gradient], shape, "float", {});
}
