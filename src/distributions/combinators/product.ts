import {
  add,
  broadcastTo,
  concatenate,
  constant,
  type Expression,
  equal,
  type FloatExpression,
  floor,
  lessEqual,
  multiply,
  type Operand,
  reshape,
  select,
  slice,
  stopGradient,
  sum,
  toFloat,
  toInt,
} from "../../graph/index.ts";
import { broadcastShapes, formatShape, type Shape, sameShape, sizeOf } from "../../graph/shape.ts";
import { defineDensity } from "../define-density.ts";
import type { Density } from "../density.ts";
import { NoClosedFormError } from "../no-closed-form-error.ts";
import { outsideOfEvent } from "../numerics/on-support.ts";
import { productNoise } from "./product-noise.ts";

/** Densities by name, or one after another. */
export type ProductParts = Readonly<Record<string, Density>> | readonly Density[];

/** Something for each part, under the part's name or at its place. */
export type OfParts<Parts extends ProductParts, Item> = { readonly [Name in keyof Parts]: Item };

export interface Product<Parts extends ProductParts = ProductParts> extends Density {
  readonly parts: Parts;
  /** Values of the product, [..., numbers], as values of each part: [..., ...event of the part], integers where it has them. */
  split(values: Expression): OfParts<Parts, Expression>;
  /** The numbers of one value of the product, part by part. */
  unpack(value: ArrayLike<number>): OfParts<Parts, number[]>;
}

/** A part as it stands in the product. */
interface Place {
  readonly name: string;
  readonly density: Density;
  /** The axes of its batch that belong to its value here, and then those of its event. */
  readonly shape: Shape;
  /** How many they are of its batch. */
  readonly axes: number;
  readonly start: number;
  readonly count: number;
}

/**
 * The product of densities of any families: independent parts, as one density of vectors. A value has the numbers of all
 * parts side by side, in their order (whole numbers as floats, unless every part has integers); `split` takes it apart.
 *
 * The batch is that which all parts have. Further axes of a part's batch become the first of its event, as `independent`
 * has it, and a part without a batch is there for every entry.
 *
 * log p, entropy and divergence are sums over the parts, and the score has that of each part in its place.
 *
 * @example
 * const drive = product({ speed: normal(30, 5), stop: bernoulli(-2), lane: categorical(logits) });
 * const { speed, lane } = drive.split(values);
 * @throws RangeError when there are no parts, or one has another batch; it names the part
 */
export function product<const Parts extends ProductParts>(parts: Parts): Product<Parts> {
  const entries = Object.entries<Density>(parts as Readonly<Record<string, Density>>);
  const batchShape = commonBatch(entries);
  const places = placesOf(entries, batchShape);
  const width = places.reduce((total, { count }) => total + count, 0);
  const dtype = places.every(({ density }) => density.dtype === "int") ? "int" : "float";
  const pathwise = places.every(({ density }) => density.pathwise);
  const noise = productNoise(
    batchShape,
    places.map(({ density }) => density),
  );

  const name = nameOf(parts, places);
  const valuesOf = ({ start, count, shape }: Place, values: Expression) => {
    if (values.shape.at(-1) !== width) {
      throw new RangeError(
        `${name}: the values have shape ${formatShape(values.shape)}; the last extent must be ${width}, the numbers of ` +
          "all parts",
      );
    }
    return reshape(slice(values, -1, start, start + count), [...values.shape.slice(0, -1), ...shape]);
  };
  const alike = <Item>(items: readonly Item[]) =>
    (Array.isArray(parts)
      ? items
      : Object.fromEntries(items.map((item, i) => [places[i].name, item]))) as OfParts<Parts, Item>;

  /**
   * The sum over the parts of a number for each density of the part's batch: [...batch].
   *
   * @param other with whose batches the parts' own broadcast
   */
  const total = (
    of: (density: Density, place: number) => FloatExpression,
    other = { batchShape, places },
  ): FloatExpression =>
    places
      .map(({ name, density, axes }, place) => {
        const perDensity = inPart(name, () => {
          const x = of(density, place);
          const shape = broadcastShapes("kl", density.batchShape, other.places[place].density.batchShape);
          return broadcastTo(x, shape) as FloatExpression;
        });
        const shape = broadcastShapes("kl", batchShape, other.batchShape);
        return broadcastTo(sumLast(perDensity, axes), shape) as FloatExpression;
      })
      .reduce((a, b) => add(a, b));
  /** What the parts have of the shape of a value, side by side: [...batch, numbers]. */
  const beside = (of: (density: Density) => Expression) =>
    concatenate(
      places.map(({ name, density, shape, count }) => {
        const own = broadcastTo(
          inPart(name, () => of(density)),
          [...density.batchShape, ...density.eventShape],
        );
        return reshape(broadcastTo(own, [...batchShape, ...shape]), [...batchShape, count]);
      }),
      -1,
    );

  return defineDensity<Product<Parts>>({
    name,
    parts,
    parameters: Object.fromEntries(
      places.flatMap(({ name, density }) =>
        Object.entries(density.parameters).map(([own, value]) => [`${name}.${own}`, value]),
      ),
    ),
    batchShape,
    eventShape: [width],
    discrete: places.every(({ density }) => density.discrete),
    dtype,
    support: {
      kind: "product",
      parts: places.map(({ name, density, shape }) => ({
        ...{ name, family: density.name, support: density.support, shape: [...batchShape, ...shape] },
      })),
    },
    logProb: (values) =>
      places
        .map((place) => {
          const { density, axes } = place;
          const own = valuesOf(place, values);
          const isFloat = density.dtype === "int" && own.dtype === "float";
          return sumLast(
            isFloat ? logProbOfWhole(density, own as FloatExpression) : density.logProb(own),
            axes,
          );
        })
        .reduce((a, b) => add(a, b)),
    entropy: () => total((density) => density.entropy()),
    kl: (other) => {
      const others = placesOf(
        Object.entries<Density>(other.parts as Readonly<Record<string, Density>>),
        other.batchShape,
      );
      return total(
        (density, i) => {
          const [own, { shape }] = [places[i].shape, others[i]];
          if (sameShape(own, shape)) return density.kl(others[i].density as never);
          throw new RangeError(
            `kl: its values have shape ${formatShape(own)}, and ${formatShape(shape)} in the other product; they must be of one ` +
              "shape",
          );
        },
        { batchShape: other.batchShape, places: others },
      );
    },
    mean: () => beside((density) => density.mean()) as FloatExpression,
    variance: () => beside((density) => density.variance()) as FloatExpression,
    mode: () => beside((density) => (dtype === "float" ? toFloat(density.mode()) : density.mode())),
    noise: noise.noise,
    pathwise,
    sample: (draws) => {
      const lead = draws.shape.slice(0, -1);
      const samples = concatenate(
        places.map(({ density, count }, place) => {
          const own = density.sample(noise.of(place, draws));
          return reshape(dtype === "float" ? toFloat(own) : own, [...lead, count]);
        }),
        -1,
      );
      return pathwise ? samples : stopGradient(samples);
    },
    split: (values) =>
      alike(
        places.map((place) => {
          const own = valuesOf(place, values);
          return place.density.dtype === "int" ? toInt(own) : own;
        }),
      ),
    unpack: (value) =>
      alike(places.map(({ start, count }) => Array.from({ length: count }, (_, i) => value[start + i]))),
  });
}

/** The shortest batch that is not that of a single density, with which all others must begin. */
function commonBatch(parts: readonly (readonly [name: string, density: Density])[]): Shape {
  if (parts.length === 0) throw new RangeError("product: there are no parts; give at least one density");
  const batches = parts.filter(([, { batchShape }]) => batchShape.length > 0);
  if (batches.length === 0) return [];
  const [shortest, { batchShape }] = batches.reduce((a, b) =>
    b[1].batchShape.length < a[1].batchShape.length ? b : a,
  );
  for (const [name, density] of batches) {
    if (sameShape(density.batchShape.slice(0, batchShape.length), batchShape)) continue;
    throw new RangeError(
      `product: part ${name} has batch shape ${formatShape(density.batchShape)}, and part ${shortest} has ` +
        `${formatShape(batchShape)}; the batch of each part must be empty, or begin with that of the others`,
    );
  }
  return batchShape;
}

function placesOf(
  parts: readonly (readonly [name: string, density: Density])[],
  batchShape: Shape,
): readonly Place[] {
  let start = 0;
  return parts.map(([name, density]) => {
    const own = density.batchShape.slice(batchShape.length);
    const shape = [...own, ...density.eventShape];
    const place = { name, density, shape, axes: own.length, start, count: sizeOf(shape) };
    start += place.count;
    return place;
  });
}

/** "product of normal and bernoulli", or with names "product of speed (normal) and stop (bernoulli)". */
function nameOf(parts: ProductParts, places: readonly Place[]): string {
  const each = places.map(({ name, density }) =>
    Array.isArray(parts) ? density.name : `${name} (${density.name})`,
  );
  return `product of ${each.length < 2 ? each.join() : `${each.slice(0, -1).join(", ")} and ${each.at(-1)}`}`;
}

function sumLast(x: FloatExpression, axes: number): FloatExpression {
  return axes === 0 ? x : sum(x, { axis: Array.from({ length: axes }, (_, axis) => -1 - axis) });
}

/** log p of integers that come as floats: −∞ for those that are not whole, or beyond the bounds. */
function logProbOfWhole({ support, eventShape, logProb }: Density, x: FloatExpression): FloatExpression {
  if (support.kind !== "integers") return logProb(toInt(x));
  const { low } = support;
  const high: Operand = Array.isArray(support.high)
    ? constant(support.high as readonly number[], [support.high.length])
    : (support.high as Operand);
  const isInside = multiply(equal(x, floor(x)), multiply(lessEqual(low, x), lessEqual(x, high)));
  const logProbs = logProb(toInt(select(isInside, x, low)));
  const inside = sumLast(isInside, eventShape.length);
  return select(equal(inside, sizeOf(eventShape)), logProbs, outsideOfEvent(x, eventShape.length));
}

/** What a part refuses, with the part's name. */
function inPart<T>(name: string, compute: () => T): T {
  try {
    return compute();
  } catch (cause) {
    const Kind = [NoClosedFormError, TypeError, RangeError].find((each) => cause instanceof each);
    if (Kind === undefined) throw cause;
    throw new Kind(`product: part ${name}: ${(cause as Error).message}`, { cause });
  }
}
