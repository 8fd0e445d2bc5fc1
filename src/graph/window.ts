import { knownOptions } from "../text/known-options.ts";
import { valueInText } from "../text/value-in-text.ts";
import { formatShape, type Shape } from "./shape.ts";

/** Rows and columns: `[3, 2]`, or one number for both. */
export type Pair = number | readonly [rows: number, columns: number];

/**
 * Zeros around an image: `"valid"` for none, `"same"` for as many as make the result ⌈extent / stride⌉ (an odd one goes
 * to the end, as in TensorFlow), or how many before and after the rows and the columns (as in PyTorch).
 */
export type Padding = "same" | "valid" | Pair;

/** How a window of `kernel` rows and columns moves over images; `padding` is the zeros above and to the left. */
export interface Window {
  readonly kernel: readonly [rows: number, columns: number];
  readonly stride: readonly [rows: number, columns: number];
  readonly padding: readonly [above: number, left: number];
}

export interface WindowOptions {
  /** How far the window moves at once; default 1. */
  readonly stride?: Pair;
  /** Zeros around the image; default `"same"`. */
  readonly padding?: Padding;
}

/**
 * No number of a window is above this. The kernels compute the place of a window in int32: the largest images, of twice as
 * many rows or columns, with zeros on both sides, do not leave it.
 */
const widestWindow = 2 ** 29;

/**
 * The window, and how many places it has along the rows and the columns of images [batch, height, width, channels].
 *
 * @throws RangeError when the window is impossible, or does not fit
 */
export function placeWindow(
  owner: string,
  images: Shape,
  kernel: Pair,
  options: WindowOptions,
): Window & { readonly places: readonly [rows: number, columns: number] } {
  const { stride = 1, padding = "same" } = knownOptions(owner, options, ["stride", "padding"]);
  if (images.length !== 4) {
    throw new RangeError(
      `${owner}: the images have shape ${formatShape(images)}; it must be [batch, height, width, channels]`,
    );
  }
  const kernels = pair(owner, "kernel", kernel, 1);
  const strides = pair(owner, "stride", stride, 1);
  const isNamed = padding === "same" || padding === "valid";
  const zeros = isNamed ? undefined : pair(owner, "padding", padding as Pair, 0, ', or "same" or "valid"');
  const along = (axis: 0 | 1): [places: number, before: number] => {
    const extent = images[axis + 1];
    const reach = kernels[axis];
    const step = strides[axis];
    if (padding === "same") {
      const places = Math.ceil(extent / step);
      return [places, Math.floor(Math.max((places - 1) * step + reach - extent, 0) / 2)];
    }
    const before = zeros?.[axis] ?? 0;
    const places = Math.floor((extent + 2 * before - reach) / step) + 1;
    if (places < 1) {
      throw new RangeError(
        `${owner}: a kernel of ${kernels.join("×")} does not fit into images of ${images[1]}×${images[2]} ` +
          `with padding ${padding}; take a smaller kernel, or padding "same"`,
      );
    }
    return [places, before];
  };
  const [rows, above] = along(0);
  const [columns, left] = along(1);
  return { kernel: kernels, stride: strides, padding: [above, left], places: [rows, columns] };
}

function pair(
  owner: string,
  name: string,
  value: Pair,
  least: number,
  otherwise = "",
): readonly [number, number] {
  const both: unknown = typeof value === "number" ? [value, value] : value;
  if (!Array.isArray(both) || both.length !== 2 || !both.every((each) => isWithin(each, least))) {
    throw new RangeError(
      `${owner}: ${name} is ${valueInText(value)}; it must be an integer from ${least} to ${widestWindow}, ` +
        `or two of them${otherwise}`,
    );
  }
  return both as [number, number];
}

/** Whether images may have been seen through a window, which somebody else has placed, at so many places. */
export function couldBeSeen(
  images: Shape,
  { kernel, stride, padding }: Window,
  places: readonly number[],
): boolean {
  return [0, 1].every(
    (axis) =>
      isWithin(kernel[axis], 1) &&
      isWithin(stride[axis], 1) &&
      isWithin(padding[axis], 0) &&
      (places[axis] - 1) * stride[axis] < images[axis + 1] + 2 * padding[axis],
  );
}

const isWithin = (value: number, least: number) =>
  Number.isInteger(value) && value >= least && value <= widestWindow;
