import type { Shape } from "../../graph/index.ts";
import { broadcastStrides, sizeOf } from "../../graph/shape.ts";

/** Where each entry of a shape finds its value in a tensor that broadcasts to it. */
export function broadcastOffsets(from: Shape, to: Shape): Int32Array {
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
