import { abs, add, broadcastTo, log, multiply, type Operand, square, sum } from "../graph/index.ts";
import type { Density } from "./density.ts";
import { parameter } from "./parameters.ts";
import { affineTransform } from "./transform.ts";
import { type Transformed, transformed } from "./transformed.ts";

/**
 * The density of shift + scale · x, where x has the base's density. Moments, mode and entropy are those of the base, moved
 * and stretched; `kl` is the base's between densities that one call's transform made (`transformed(other, this.transform)`).
 *
 * @param shift of a shape that broadcasts to the base's values
 * @param scale not 0; of such a shape too
 */
export function affine(base: Density, shift: Operand, scale: Operand): Transformed {
  const by = parameter("affine", "scale", scale, "nonZero");
  const transform = affineTransform(shift, by);
  const axis = base.eventShape.map((_, index) => -1 - index);
  const stretch = log(abs(by));
  const logVolume = () =>
    axis.length === 0
      ? stretch
      : sum(broadcastTo(stretch, [...base.batchShape, ...base.eventShape]), { axis });
  return {
    ...transformed(base, transform),
    entropy: () => add(base.entropy(), logVolume()),
    mean: () => transform.apply(base.mean()),
    variance: () => multiply(base.variance(), square(by)),
    mode: () => transform.apply(base.mode()),
  };
}
