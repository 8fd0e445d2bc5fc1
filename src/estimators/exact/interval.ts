import { gaussKronrod } from "../../math/quadrature/gauss-kronrod.ts";

/** A piece of an axis, by distances from a point of it: x = origin + side · d for near ≤ d ≤ far. */
export interface Interval {
  readonly origin: number;
  readonly side: 1 | -1;
  readonly near: number;
  readonly far: number;
  /** How often it has been cut towards its origin. */
  readonly depth: number;
}

/** What stands for infinity: lengths of two axes may be multiplied. */
export const furthest = 2 ** 500;

const rule = /* @__PURE__ */ gaussKronrod();
export const pointsPerInterval = rule.points.length;
export const checksPerInterval = rule.checks.length;

/** Points x(u) for ∫ g(x) dx ≈ Σ weights · lengths · g(points). */
export interface Nodes {
  readonly points: Float64Array;
  /** dx/du. */
  readonly lengths: Float64Array;
  readonly weights: Float64Array;
  /** Further weights, whose sums are about 0 unless the integral is off. */
  readonly checks: readonly Float64Array[];
}

/**
 * Gauss and Kronrod's rule on an interval, in d where that is of one magnitude, and in log d where it is of many: so powers
 * of the distance, as the tails and ends of densities are, need few intervals.
 *
 * A point is what float64 has of origin + side · d. Where the origin is large and the interval narrow it may lie so far from
 * the node that the sum would have the rounding as its error; the weights take that back, to first order. What is rounded
 * onto the origin has no weight: a density may be infinite there.
 */
export function nodesOf({ origin, side, near, far }: Interval): Nodes {
  const isLogarithmic = near > 0 && far > 4 * near;
  const half = isLogarithmic ? (Math.log(far) - Math.log(near)) / 2 : (far - near) / 2;
  const points = new Float64Array(pointsPerInterval);
  const lengths = new Float64Array(pointsPerInterval);
  const moved = new Float64Array(pointsPerInterval); // how far in u the point lies from the node
  const isLost = new Uint8Array(pointsPerInterval);
  rule.points.forEach((u, i) => {
    const root = Math.exp((half * (1 + u)) / 2);
    const d = isLogarithmic ? near * root * root : near + half * (1 + u);
    const x = origin + side * d;
    const rest = x - origin;
    const rounded = side * (origin - (x - rest) + (side * d - rest)); // d less that of the point
    points[i] = x;
    lengths[i] = half * (isLogarithmic ? d - rounded : 1);
    moved[i] = -rounded / (half * (isLogarithmic ? d : 1));
    isLost[i] = x === origin && d > 0 ? 1 : 0;
  });
  const isMoved = moved.some((each) => each !== 0) && moved.every((each) => Math.abs(each) < 1e-2);
  const settle = (weights: readonly number[]) =>
    Float64Array.from(weights, (weight, i) => {
      if (isLost[i]) return 0;
      if (!isMoved) return weight;
      return weights.reduce((sum, each, j) => sum - each * moved[j] * rule.slopes[j][i], weight);
    });
  return { points, lengths, weights: settle(rule.weights), checks: rule.checks.map(settle) };
}

/** The two ends, the lower one first. */
export function endsOf({ origin, side, near, far }: Interval): [number, number] {
  const [a, b] = [origin + side * near, origin + side * far];
  return a < b ? [a, b] : [b, a];
}

/** An interval in two; undefined where float64 has no numbers to tell them apart. */
export function halvesOf(interval: Interval): [Interval, Interval] | undefined {
  const { origin, near, far, depth } = interval;
  const least = Math.max(2 ** -1000, 2 ** -50 * Math.abs(origin));
  if (far - near <= Math.max(least, 2 ** -50 * far)) return undefined;
  if (far === furthest && near > furthest / 16) return undefined; // what lies there goes on beyond
  if (near === 0) {
    // Ever faster towards the origin, where a power of the distance may have its weight at any magnitude.
    const at = Math.max(far * 4 ** -(2 ** depth), least / 2);
    return [
      { ...interval, far: at, depth: depth + 1 },
      { ...interval, near: at },
    ];
  }
  const at = far > 4 * near ? Math.sqrt(near) * Math.sqrt(far) : near + (far - near) / 2;
  return [
    { ...interval, far: at },
    { ...interval, near: at },
  ];
}

/** What is known of an axis before anything is computed. */
export interface Axis {
  /** Its ends, which may be infinite. */
  readonly low: number;
  readonly high: number;
  /** Points between them: where a density has its modes and kinks, so that no interval has one inside. */
  readonly centers: readonly number[];
  /** Numbers that the density has drawn, ascending. */
  readonly drawn: Float64Array;
}

/** Intervals that are all of an axis, each near the draws about as wide as they are spread. */
export function intervalsOf({ low, high, centers, drawn }: Axis): Interval[] {
  const [first, last] = [drawn[0], drawn[drawn.length - 1]];
  // Functions have their singularities at 0 more often than elsewhere, and float64 has most numbers there.
  const inner = first < 0 && 0 < last ? [0, ...centers] : centers;
  const origins = [...new Set([low, ...inner, high])].filter(Number.isFinite).sort((a, b) => a - b);
  return origins.flatMap((origin, i) => {
    const from = i === 0 ? low : between(origins[i - 1], origin);
    const to = i === origins.length - 1 ? high : between(origin, origins[i + 1]);
    return intervalsAround(origin, from, to, drawn);
  });
}

const between = (a: number, b: number) => a + (b - a) / 2;

/** An interval in pieces that narrow towards draws inside, and beside them by its own origin as before. */
export function piecesAround(interval: Interval, drawn: Float64Array): Interval[] {
  const { origin, side, near, far } = interval;
  const distances = drawn.map((x) => side * (x - origin)).sort();
  const first = between(near, distances[0]);
  const last = distances[distances.length - 1];
  const end = Math.min(between(last, far), Math.max(2 * last, last + (last - first)));
  const [from, to] = endsOf({ ...interval, near: first, far: end });
  return [
    { ...interval, far: first },
    ...intervalsAround(drawn[drawn.length >> 1], from, to, drawn),
    { ...interval, near: end },
  ].filter((piece) => piece.near < piece.far);
}

/** Intervals from `from` to `to` that narrow towards `origin`, and towards the draws. */
export function intervalsAround(origin: number, from: number, to: number, drawn: Float64Array): Interval[] {
  return ([-1, 1] as const).flatMap((side) => {
    const end = Math.min(side < 0 ? origin - from : to - origin, furthest);
    const distances = drawn.map((x) => side * (x - origin)).filter((d) => 0 < d && d < end);
    distances.sort();
    const cuts = [0, ...cutsAt(distances, end), end];
    return cuts
      .slice(1)
      .flatMap((far, i) => (cuts[i] < far ? [{ origin, side, near: cuts[i], far, depth: 0 }] : []));
  });
}

/** At the median of the distances and the largest one, and beyond each ever further apart. */
function cutsAt(distances: Float64Array, end: number): number[] {
  if (distances.length === 0) return [];
  const median = distances[distances.length >> 1];
  const largest = distances[distances.length - 1];
  const beyond = (cut: number, times: readonly number[], before: number) => [
    cut,
    ...times.map((factor) => factor * cut).filter((each) => each < before / 2),
  ];
  return [...beyond(median, [4, 16, 256, 65536], largest), ...beyond(largest, [2, 4, 16, 256, 65536], end)];
}
