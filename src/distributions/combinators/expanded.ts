import {
  broadcastTo,
  type Expression,
  type FloatExpression,
  reshape,
  type Shape,
  transpose,
} from "../../graph/index.ts";
import { broadcastShapes, sameShape, sizeOf } from "../../graph/shape.ts";
import type { Density } from "../density.ts";
import type { Noise } from "../sampling/noise.ts";

/**
 * The same densities, repeated along axes that their batch does not have or where its extent is 1; every repetition has draws
 * of its own.
 *
 * @param batchShape to which the batch broadcasts
 */
export function expanded<Base extends Density>(base: Base, batchShape: Shape): Base {
  if (sameShape(base.batchShape, batchShape)) return base;
  const { eventShape } = base;
  const layout = layoutOf(base, batchShape);
  const whole = (x: FloatExpression, tail: Shape = []) =>
    broadcastTo(x, [...batchShape, ...tail]) as FloatExpression;
  return {
    ...base,
    batchShape,
    logProb: (values) => {
      const logProb = base.logProb(values);
      const shape = broadcastShapes("logProb", logProb.shape, batchShape);
      return broadcastTo(logProb, shape) as FloatExpression;
    },
    entropy: () => whole(base.entropy()),
    kl: (other) => {
      const kl = base.kl(other as never);
      return broadcastTo(kl, broadcastShapes("kl", kl.shape, batchShape)) as FloatExpression;
    },
    mean: () => whole(base.mean(), eventShape),
    variance: () => whole(base.variance(), eventShape),
    mode: () => broadcastTo(base.mode(), [...batchShape, ...eventShape]),
    noise: repeatedNoise(base.noise, layout, batchShape),
    sample: (noise) => {
      const tail = noise.shape.slice(noise.shape.length - layout.tail.length);
      const samples = noise.shape.slice(0, noise.shape.length - layout.tail.length - batchShape.length);
      const first = moveAxes(noise, samples.length, layout.order);
      const own = reshape(first, [...samples, ...layout.added, ...base.batchShape, ...tail]);
      const drawn = base.sample(own);
      const apart = reshape(drawn, [
        ...samples,
        ...layout.order.map((axis) => batchShape[axis]),
        ...eventShape,
      ]);
      return moveAxes(apart, samples.length, layout.back);
    },
  };
}

interface Layout {
  /** Axes of the wider batch in the order in which the base takes them: those that are new to it, then its own. */
  readonly order: readonly number[];
  /** The opposite of `order`. */
  readonly back: readonly number[];
  /** The extents that are new. */
  readonly added: Shape;
  /** What the noise of one density has. */
  readonly tail: Shape;
}

function layoutOf({ batchShape, noise }: Density, wider: Shape): Layout {
  const missing = wider.length - batchShape.length;
  const axes = wider.map((_, axis) => axis);
  const isNew = (axis: number) => axis < missing || batchShape[axis - missing] !== wider[axis];
  const order = [...axes.filter(isNew), ...axes.filter((axis) => !isNew(axis))];
  return {
    order,
    back: axes.map((axis) => order.indexOf(axis)),
    added: axes.filter(isNew).map((axis) => wider[axis]),
    tail: noise.shape.slice(batchShape.length),
  };
}

/** The axes from `first` on in another order. */
function moveAxes(x: Expression, first: number, order: readonly number[]): Expression {
  return transpose(
    x,
    x.shape.map((_, axis) =>
      axis < first || axis >= first + order.length ? axis : first + order[axis - first],
    ),
  );
}

function repeatedNoise(noise: Noise, { order, added, tail }: Layout, batchShape: Shape): Noise {
  const shape = [...batchShape, ...tail];
  if (noise.kind !== "drawn") return { kind: noise.kind, shape };
  const width = sizeOf(tail);
  const entries = sizeOf(batchShape);
  // Where the draws for each entry of the wider batch go, in the order in which they are drawn.
  const strides = batchShape.map((_, axis) => sizeOf(batchShape.slice(axis + 1)));
  const places = Int32Array.from({ length: entries }, (_, entry) => {
    let rest = entry;
    let place = 0;
    for (let i = order.length - 1; i >= 0; i--) {
      const extent = batchShape[order[i]];
      place += (rest % extent) * strides[order[i]];
      rest = Math.floor(rest / extent);
    }
    return place;
  });
  const each = entries / sizeOf(added);
  return {
    kind: "drawn",
    shape,
    parameters: noise.parameters,
    draw(generator, values, array) {
      const own = new Float64Array(each * width);
      for (let start = 0; start < array.length; start += entries * width) {
        for (let entry = 0; entry < entries; entry++) {
          if (entry % each === 0) noise.draw(generator, values, own);
          const from = (entry % each) * width;
          for (let i = 0; i < width; i++) array[start + places[entry] * width + i] = own[from + i];
        }
      }
    },
  };
}
