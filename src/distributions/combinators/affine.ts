import { abs, add, broadcastTo, log, multiply, type Operand, sum } from "../../graph/index.ts";
import type { Density } from "../density.ts";
import { parameter } from "../parameters/parameters.ts";
import { affineTransform } from "./transform.ts";
import { type Transformed, transformed } from "./transformed.ts";

/**
 * The density of shift + scale · x, where x has the base's density. Moments, mode and entropy are those of the base, moved
 * and stretched; `kl` is the base's between densities that one call's transform made (`transformed(other, this.transform)`).
 *
 * @param base is repeated, each time with draws of its own, where shift or scale are wider than its batch
 * @param shift of a shape that broadcasts with the base's values, within one value to its shape
 * @param scale not 0; of such a shape too
 */
export function affine(base: Density, shift: Operand, scale: Operand): Transformed {
  const by = parameter("affine", "scale", scale, "nonZero");
  const transform = affineTransform(shift, by);
  const moved = transformed(base, transform);
  const { base: wide } = moved;
  const axis = wide.eventShape.map((_, index) => -1 - index);
  const stretch = log(abs(by));
  const logVolume = () =>
    axis.length === 0
      ? stretch
      : sum(broadcastTo(stretch, [...wide.batchShape, ...wide.eventShape]), { axis });
  return {
    ...moved,
    entropy: () => add(wide.entropy(), logVolume()),
    mean: () => transform.apply(wide.mean()),
    variance: () => multiply(multiply(wide.variance(), by), by),
    mode: () => transform.apply(wide.mode()),
  };
}
