import type { Integrand } from "./integrand.ts";
import {
  type Axis,
  checksPerInterval,
  type Interval,
  type Nodes,
  nodesOf,
  pointsPerInterval,
} from "./interval.ts";
import { type PointSums, sumPoints } from "./point-sums.ts";

/** A number of a sample: continuous, or one of whole numbers that are all summed. */
export type Dimension = Axis | Nodes;

export const isAxis = (dimension: Dimension): dimension is Axis => "drawn" in dimension;

/** A product of intervals, one for each dimension; undefined for one of whole numbers, which are in every box. */
export interface Box {
  readonly intervals: readonly (Interval | undefined)[];
  /** Which of the draws lie in it. */
  readonly rows: readonly number[];
}

export interface BoxSums extends Box, PointSums {}

export function pointsPerBox(dimensions: readonly Dimension[]): number {
  return dimensions.reduce(
    (product, each) => product * (isAxis(each) ? pointsPerInterval : each.points.length),
    1,
  );
}

/** A function that sums over boxes, as many at once as the integrand has rows for. */
export function createBoxSums(
  integrand: Integrand,
  dimensions: readonly Dimension[],
  baseline: number,
): (boxes: readonly Box[]) => BoxSums[] {
  const { samples, volumes, model } = integrand;
  const width = dimensions.length;
  const points = pointsPerBox(dimensions);
  const weights = new Float64Array(model.rows);
  // A check of a dimension is made with the weights of all others.
  const checks = dimensions.map((dimension) =>
    Array.from({ length: isAxis(dimension) ? checksPerInterval : 0 }, () => new Float64Array(model.rows)),
  );
  const rules = { weights, checks };

  const place = ({ intervals }: Box, start: number) => {
    const nodes = dimensions.map((each, i) => (isAxis(each) ? nodesOf(intervals[i]!) : each));
    const at = new Int32Array(width);
    for (let row = start; row < start + points; row++) {
      let rest = row - start;
      let volume = 1;
      let weight = 1;
      for (let i = 0; i < width; i++) {
        const { points, lengths, weights } = nodes[i];
        at[i] = rest % points.length;
        rest = (rest - at[i]) / points.length;
        samples[row * width + i] = points[at[i]];
        volume *= lengths[at[i]];
        weight *= weights[at[i]];
      }
      volumes[row] = volume;
      weights[row] = weight;
      for (let i = 0; i < width; i++) {
        let others = 1;
        for (let j = 0; j < width; j++) if (j !== i) others *= nodes[j].weights[at[j]];
        checks[i].forEach((check, k) => (check[row] = others * nodes[i].checks[k][at[i]]));
      }
    }
  };
  return (boxes) => {
    boxes.forEach((box, i) => place(box, i * points));
    integrand.evaluate(boxes.length * points);
    return boxes.map((box, i) => ({
      ...box,
      ...sumPoints(integrand, i * points, (i + 1) * points, baseline, rules),
    }));
  };
}
