import { broadcastTo, type FloatExpression, sum } from "../../graph/index.ts";
import { broadcastShapes, formatShape } from "../../graph/shape.ts";
import { defineDensity } from "../define-density.ts";
import type { Density } from "../density.ts";

export interface Independent<Base extends Density> extends Density {
  readonly base: Base;
}

/**
 * The product of a batch of densities of numbers or vectors, as one density of larger values: the last axes of the batch
 * become the first of the event.
 *
 * @param axes how many; default 1
 * @throws RangeError when the batch has fewer axes
 */
export function independent<Base extends Density>(base: Base, axes = 1): Independent<Base> {
  const rank = base.batchShape.length;
  if (!Number.isInteger(axes) || axes < 1 || axes > rank) {
    throw new RangeError(
      `independent: axes is ${axes}; a batch of shape ${formatShape(base.batchShape)} has 1 to ${rank} of them to give`,
    );
  }
  const total = (x: FloatExpression) =>
    sum(x, { axis: Array.from({ length: axes }, (_, axis) => -1 - axis) });
  return defineDensity<Independent<Base>>({
    ...base,
    name: `independent ${base.name}`,
    base,
    batchShape: base.batchShape.slice(0, rank - axes),
    eventShape: [...base.batchShape.slice(rank - axes), ...base.eventShape],
    logProb: (values) => total(base.logProb(values)),
    entropy: () => total(broadcastTo(base.entropy(), base.batchShape)),
    kl: (other) =>
      total(broadcastTo(base.kl(other.base), broadcastShapes("kl", base.batchShape, other.base.batchShape))),
    components: undefined, // a value is of several of them
  });
}
