import { knownOptions } from "../../text/known-options.ts";
import type { Expression, FloatExpression } from "../expression.ts";
import { sizeOf } from "../shape.ts";
import { type Padding, type Pair, placeWindow, type Window } from "../window.ts";
import { add } from "./elementwise.ts";
import { reshape } from "./layout.ts";
import { checkType, constant } from "./leaves.ts";
import { takePatches } from "./patches.ts";
import { max, mean } from "./reductions.ts";

type Places = readonly [rows: number, columns: number];

export interface PoolingOptions {
  /** How far the window moves at once; default: as far as it is large, so that windows do not overlap. */
  readonly stride?: Pair;
  /** What is added around the image; default `"valid"`, nothing. */
  readonly padding?: Padding;
}

/**
 * The largest value of each channel in each window of images [batch, height, width, channels]. Padding is never the
 * largest. Where several are largest, each takes an equal share of the gradient.
 *
 * @throws RangeError when a window sees nothing but padding
 */
export function maxPool(x: Expression, kernel: Pair, options: PoolingOptions = {}): FloatExpression {
  const { seen, window, places } = seenByWindow("maxPool", x, kernel, options);
  const outside = maskOutside(x, window, places);
  return max(outside ? add(seen, outside) : seen, { axis: 3 });
}

/** The mean of each channel in each window of images [batch, height, width, channels]; padding counts as 0. */
export function averagePool(x: Expression, kernel: Pair, options: PoolingOptions = {}): FloatExpression {
  return mean(seenByWindow("averagePool", x, kernel, options).seen, { axis: 3 });
}

/** The mean of each channel over the whole of images [batch, height, width, channels]: [batch, channels]. */
export function globalAveragePool(x: Expression): FloatExpression {
  return mean(x, { axis: [1, 2] });
}

/** The patches as [batch, rows, columns, places in the window, channels]. */
function seenByWindow(owner: string, x: Expression, kernel: Pair, options: PoolingOptions) {
  checkType(owner, x, "float");
  const { stride = kernel, padding = "valid" } = knownOptions(owner, options, ["stride", "padding"]);
  const { places, ...window } = placeWindow(owner, x.shape, kernel, { stride, padding });
  const shape = [x.shape[0], ...places, sizeOf(window.kernel), x.shape[3]];
  return { seen: reshape(takePatches(x, window, places), shape), window, places };
}

/**
 * −∞ where a window reaches over the edge and 0 elsewhere, or undefined when none does.
 *
 * @throws RangeError when a window lies outside as a whole
 */
function maskOutside(
  x: Expression,
  { kernel, stride, padding }: Window,
  places: Places,
): Expression | undefined {
  /** Along one axis, of each place and each offset in the window. */
  const insideAlong = (axis: 0 | 1): Uint8Array => {
    const inside = new Uint8Array(places[axis] * kernel[axis]);
    for (let i = 0, place = 0; place < places[axis]; place++) {
      const first = place * stride[axis] - padding[axis];
      if (first + kernel[axis] <= 0 || first >= x.shape[axis + 1]) {
        throw new RangeError(
          `maxPool: window ${place} along axis ${axis + 1} sees nothing but padding, which has no largest value; give less padding`,
        );
      }
      for (let offset = 0; offset < kernel[axis]; offset++, i++) {
        const at = first + offset;
        if (at >= 0 && at < x.shape[axis + 1]) inside[i] = 1;
      }
    }
    return inside;
  };
  const inside = [insideAlong(0), insideAlong(1)] as const;
  if (inside.every((along) => !along.includes(0))) return undefined;
  const shape = [...places, sizeOf(kernel), 1];
  const mask = new Float32Array(sizeOf(shape));
  let i = 0;
  for (let row = 0; row < places[0]; row++) {
    for (let column = 0; column < places[1]; column++) {
      for (let y = 0; y < kernel[0]; y++) {
        for (let z = 0; z < kernel[1]; z++, i++) {
          const isInside = inside[0][row * kernel[0] + y] && inside[1][column * kernel[1] + z];
          if (!isInside) mask[i] = Number.NEGATIVE_INFINITY;
        }
      }
    }
  }
  return constant(mask, shape);
}
