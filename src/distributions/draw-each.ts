import type { Expression, Shape } from "../graph/index.ts";
import { broadcastStrides, sizeOf } from "../graph/shape.ts";
import type { Generator } from "../random/index.ts";
import type { DrawnNoise } from "./noise.ts";

/**
 * Noise with one draw for each density of a batch (or several, side by side).
 *
 * @param shape of the batch, to which the parameters broadcast
 * @param parameters what each draw needs
 * @param draws one function for each of the draws that stand side by side, or one for a single draw
 */
export function drawEach(
  shape: Shape,
  parameters: readonly Expression[],
  ...draws: readonly ((generator: Generator, ...parameters: number[]) => number)[]
): DrawnNoise {
  const size = sizeOf(shape);
  const offsets = parameters.map((parameter) => offsetsOf(parameter.shape, shape));
  return {
    kind: "drawn",
    shape: draws.length === 1 ? shape : [...shape, draws.length],
    parameters,
    draw(generator, values, noise) {
      const now = parameters.map(() => 0);
      for (let i = 0; i < noise.length; ) {
        for (let entry = 0; entry < size; entry++) {
          for (let p = 0; p < now.length; p++) now[p] = values[p][offsets[p][entry]];
          for (const draw of draws) noise[i++] = draw(generator, ...now);
        }
      }
    },
  };
}

/** Where each entry of a shape finds its value in a tensor that broadcasts to it. */
function offsetsOf(from: Shape, to: Shape): Int32Array {
  const strides = broadcastStrides(from, to);
  return Int32Array.from({ length: sizeOf(to) }, (_, entry) => {
    let rest = entry;
    let offset = 0;
    for (let axis = to.length - 1; axis >= 0; axis--) {
      offset += (rest % to[axis]) * strides[axis];
      rest = Math.floor(rest / to[axis]);
    }
    return offset;
  });
}
