import { type Box, type BoxSums, createBoxSums, type Dimension, isAxis, pointsPerBox } from "./box-sums.ts";
import type { Integrand } from "./integrand.ts";
import { endsOf, furthest, halvesOf, type Interval, intervalsOf, piecesAround } from "./interval.ts";
import type { Hole } from "./point-sums.ts";

export interface Integration {
  readonly dimensions: readonly Dimension[];
  /** Samples of the density: [count, dimensions]. */
  readonly draws: Float64Array;
  /** b, near which f is where the density is. */
  readonly baseline: number;
  /** Boxes are cut until each is off by less than this part of the integrals of absolute values. */
  readonly tolerance: number;
  /** Up to so many points are computed. */
  readonly mostPoints: number;
}

/** Integrals in the order of `PointSums`. */
export interface Integrals {
  readonly sums: Float64Array;
  /** About how far each may be off. */
  readonly errors: Float64Array;
  /** Of absolute values. */
  readonly scales: Float64Array;
  /** Where f is not a finite number, in a box that is off by more than the tolerance. */
  readonly hole: Hole | undefined;
}

/**
 * Adaptive cubature: boxes are cut in two, along the axis where Kronrod's rule and Gauss's are furthest apart, until the two
 * agree. Where many draws lie in a box in which the nodes found next to no mass, there is something between the nodes, and
 * the box is cut where the draws are. Undefined where the first boxes have more points than may be computed.
 */
export function integrate(
  integrand: Integrand,
  { dimensions, draws, baseline, tolerance, mostPoints }: Integration,
): Integrals | undefined {
  const width = dimensions.length;
  const perBox = pointsPerBox(dimensions);
  const atOnce = Math.floor(integrand.model.rows / perBox);
  const sumBoxes = createBoxSums(integrand, dimensions, baseline);
  const drawn = (row: number, dimension: number) => draws[row * width + dimension];
  let left = Math.floor(mostPoints / perBox);
  const sumAll = (boxes: readonly Box[]): BoxSums[] => {
    left -= boxes.length;
    const found: BoxSums[] = [];
    for (let start = 0; start < boxes.length; start += atOnce) {
      found.push(...sumBoxes(boxes.slice(start, start + atOnce)));
    }
    return found;
  };

  /** A box with others in the place of one of its intervals, each with its draws. */
  const replace = ({ intervals, rows }: Box, dimension: number, pieces: readonly Interval[]): Box[] =>
    pieces.map((piece) => {
      const [low, high] = endsOf(piece);
      return {
        intervals: intervals.map((interval, i) => (i === dimension ? piece : interval)),
        rows: rows.filter((row) => low <= drawn(row, dimension) && drawn(row, dimension) < high),
      };
    });

  /**
   * Cut around the draws in it, along the axis of which they take the smallest part, where they are more than the mass that
   * was found explains, by so many standard deviations; else undefined.
   */
  const cutAtDraws = ({ intervals, rows, sums }: BoxSums, surprise: number): Box[] | undefined => {
    const expected = Math.max(0, sums[0]) * (draws.length / width);
    if (rows.length < 4 || !(rows.length - expected > surprise * Math.sqrt(expected + 1))) return undefined;
    const parts = intervals.map((interval, i) => {
      if (interval === undefined) return Infinity;
      const own = rows.map((row) => drawn(row, i));
      const spread = Math.max(...own) - Math.min(...own);
      return spread > 0 ? spread / (interval.far - interval.near) : Infinity;
    });
    const dimension = parts.indexOf(Math.min(...parts));
    if (!(parts[dimension] < Infinity)) return undefined;
    const own = Float64Array.from(rows, (row) => drawn(row, dimension)).sort();
    return replace({ intervals, rows }, dimension, piecesAround(intervals[dimension]!, own));
  };

  const cutInTwo = (box: BoxSums, scales: Float64Array): Box[] | undefined => {
    const largest = box.apart.map((apart) =>
      Math.max(...apart.map((each, at) => (scales[at] > 0 ? Math.abs(each) / scales[at] : 0))),
    );
    const order = largest.map((_, i) => i).sort((a, b) => largest[b] - largest[a]);
    for (const dimension of order) {
      const interval = box.intervals[dimension];
      const halves = interval && halvesOf(interval);
      if (halves) return replace(box, dimension, halves);
    }
    return undefined;
  };

  let whole: Box[] = [{ intervals: dimensions.map(() => undefined), rows: rowsOf(draws.length / width) }];
  dimensions.forEach((dimension, i) => {
    if (isAxis(dimension)) whole = whole.flatMap((box) => replace(box, i, intervalsOf(dimension)));
  });
  if (whole.length > left) return undefined;
  let boxes = sumAll(whole);
  let surprise = 3;
  for (;;) {
    const scales = total(boxes.map(({ absolutes }) => absolutes));
    const kept: BoxSums[] = [];
    const cut: Box[] = [];
    for (const box of boxes) {
      const isOff = errorsOf(box).some(
        (error, at) => error > tolerance * scales[at] && error > box.rounding[at],
      );
      const parts = isOff ? cutInTwo(box, scales) : cutAtDraws(box, surprise);
      if (parts) cut.push(...parts);
      else kept.push(box);
    }
    const mass = boxes.reduce((sum, box) => sum + box.sums[0], 0);
    if (cut.length === 0 && surprise > 1 && Math.abs(mass - 1) > 1e-9) {
      surprise = 1;
      continue;
    }
    if (cut.length === 0 || cut.length > left) {
      const errors = total(boxes.map(errorsOf));
      const sums = total(boxes.map((box) => box.sums));
      const worst = boxes.find(
        (box) => box.hole && errorsOf(box).some((error, at) => error > tolerance * scales[at]),
      );
      return { sums, errors, scales, hole: worst?.hole };
    }
    boxes = [...kept, ...sumAll(cut)];
  }
}

/** Where float64 ends and an integral does not, there may be so many times as much beyond as the last box has. */
const beyond = 128;

/** How far the sums of a box may be off: all that is in it where it cannot be cut. */
function errorsOf({ intervals, apart, absolutes }: BoxSums): Float64Array {
  const own = intervals.filter((interval) => interval !== undefined);
  const isLast = own.some(
    (each) => each.far === furthest || (each.origin === 0 && each.near === 0 && !halvesOf(each)),
  );
  const share = isLast ? beyond : own.some((each) => !halvesOf(each)) ? 1 : 0;
  return absolutes.map((absolute, at) => {
    const error = apart.reduce((sum, each) => sum + Math.abs(each[at]), 0);
    return Math.max(error, share * absolute);
  });
}

const rowsOf = (count: number) => Array.from({ length: count }, (_, row) => row);

function total(terms: readonly Float64Array[]): Float64Array {
  const sum = terms[0].slice().fill(0);
  for (const term of terms) term.forEach((each, at) => (sum[at] += each));
  return sum;
}
