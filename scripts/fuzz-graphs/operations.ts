import type { Expression, FloatExpression } from "../../src/graph/index.ts";
import * as op from "../../src/graph/index.ts";
import { sizeOf } from "../../src/graph/shape.ts";
import { mostElements, type Pool, type Value } from "./pool.ts";

/** Adds a value to the graph, or sometimes none. */
export type MakeOperation = (pool: Pool) => void;

/** Smooth functions of one number, with the bound of their value. */
const smooth: readonly ((x: FloatExpression, bound: number) => [FloatExpression, number])[] = [
  (x) => [op.tanh(x), 1],
  (x) => [op.sigmoid(x), 1],
  (x, bound) => [op.softplus(x), bound + 1],
  (x) => [op.sin(x), 1],
  (x) => [op.cos(x), 1],
  (x, bound) => [op.square(x), bound * bound],
  (x, bound) => [op.negate(x), bound],
  (x) => [op.exp(op.tanh(x)), 3],
  (x) => [op.expm1(op.tanh(x)), 2],
  (x, bound) => [op.log1p(op.square(x)), 1 + bound],
  (x, bound) => [op.log(op.add(op.square(x), 0.5)), 1 + bound],
  (x, bound) => [op.sqrt(op.add(op.square(x), 0.5)), 1 + bound],
  (x) => [op.reciprocal(op.add(op.square(x), 0.5)), 2],
];

/** Functions with a kink or a step; on what is exact, all backends are on the same side of it. */
const kinked: readonly ((x: FloatExpression) => FloatExpression)[] = [op.relu, op.abs, op.sign, op.floor];

const isExact = ({ exact }: Value) => exact;

const unary: MakeOperation = (pool) => {
  const x = pool.any();
  pool.add(...pool.one(smooth)(x.node, x.bound));
};

const kink: MakeOperation = (pool) => {
  const x = pool.any(isExact);
  if (x.exact) pool.add(pool.one(kinked)(x.node), x.bound + 1, true);
};

/** A second operand that stretches to the shape of the first, or the other way around. */
function stretching(pool: Pool, x: Value, exact = false): Value {
  const shape = x.node.shape
    .map((extent) => (pool.chance(0.3) ? 1 : extent))
    .slice(pool.random.integers(0, x.node.shape.length + 1));
  const fits = ({ node, exact: isExact }: Value) =>
    (isExact || !exact) && node.shape.join() === x.node.shape.join();
  return pool.chance(0.5) ? pool.fresh(shape) : pool.any(fits, shape);
}

const binary: MakeOperation = (pool) => {
  let x = pool.any();
  let y = stretching(pool, x);
  if (pool.chance(0.5)) [x, y] = [y, x];
  const positive = (node: FloatExpression) => op.add(op.square(node), 0.5);
  pool.one<() => void>([
    () => pool.add(op.add(x.node, y.node), x.bound + y.bound, x.exact && y.exact),
    () => pool.add(op.subtract(x.node, y.node), x.bound + y.bound, x.exact && y.exact),
    () => pool.add(op.multiply(x.node, y.node), x.bound * y.bound),
    () => pool.add(op.divide(x.node, positive(y.node)), 2 * x.bound),
    () => pool.add(op.power(positive(op.tanh(x.node)), op.tanh(y.node)), 2),
  ])();
};

const comparison: MakeOperation = (pool) => {
  const x = pool.any(isExact);
  const y = stretching(pool, x, true);
  if (!x.exact || !y.exact) return;
  const compare = pool.one([op.less, op.lessEqual, op.equal, op.minimum, op.maximum]);
  pool.add(compare(x.node, y.node), Math.max(1, x.bound, y.bound), true);
};

const selection: MakeOperation = (pool) => {
  const condition = pool.any(isExact);
  if (!condition.exact) return;
  const [a, b] = [stretching(pool, condition), stretching(pool, condition)];
  pool.add(op.select(condition.node, a.node, b.node), Math.max(a.bound, b.bound), a.exact && b.exact);
};

const linear: MakeOperation = (pool) => {
  const x = pool.ofRank(1);
  const size = sizeOf(x.node.shape);
  const inner = x.node.shape.at(-1)!;
  const columns = pool.chance(0.3) ? pool.random.integers(1, 4) : pool.extent();
  const [transposeA, transposeB] = [pool.chance(0.3), pool.chance(0.5)];
  const matrix = op.reshape(x.node, transposeA ? [inner, size / inner] : [size / inner, inner]);
  const [rows, depth] = transposeA ? [size / inner, inner] : [size / inner, inner];
  const weights = pool.fresh(transposeB ? [columns, depth] : [depth, columns]);
  let y: FloatExpression = op.matmul(matrix, weights.node, { transposeA, transposeB });
  if (rows * columns > mostElements) return;
  y = op.multiply(y, 1 / depth) as FloatExpression;
  if (pool.chance(0.3))
    y = op.matmul(matrix, op.multiply(weights.node, 1 / depth), { transposeA, transposeB });
  if (pool.chance(0.5)) y = op.add(y, pool.fresh([columns]).node);
  const activation = pool.one([op.tanh, op.sigmoid, op.relu, undefined]);
  pool.add(activation ? activation(y) : y, x.bound * weights.bound + 2);
};

function someAxes(pool: Pool, { shape }: Expression): number[] {
  const axes = shape.map((_, axis) => axis).filter(() => pool.chance(0.5));
  return axes.length > 0 ? axes : [pool.random.integers(0, shape.length)];
}

const reduction: MakeOperation = (pool) => {
  const x = pool.ofRank(1);
  const options = {
    axis: pool.chance(0.2) ? undefined : someAxes(pool, x.node),
    keepDimensions: pool.chance(0.5),
  } as op.ReductionOptions;
  pool.one<() => void>([
    () => pool.add(op.sum(x.node, options), x.bound * sizeOf(x.node.shape)),
    () => pool.add(op.mean(x.node, options), x.bound),
    () => pool.add(op.mean(op.square(x.node), options), x.bound ** 2),
    () => pool.add(op.variance(x.node, options), x.bound ** 2),
    () => {
      if (x.exact) pool.add(op.max(x.node, options), x.bound, true);
    },
  ])();
};

const alongRows: MakeOperation = (pool) => {
  const x = pool.ofRank(1);
  const columns = x.node.shape.at(-1)!;
  pool.one<() => void>([
    () => pool.add(op.softmax(x.node), 1),
    () => pool.add(op.logSoftmax(x.node), 2 * x.bound + Math.log(columns)),
    () => pool.add(op.logSumExp(x.node), x.bound + Math.log(columns)),
    () => pool.add(op.cumulativeSum(x.node, { reverse: pool.chance(0.5) }), x.bound * columns),
  ])();
};

const layout: MakeOperation = (pool) => {
  const x = pool.ofRank(1);
  const { shape } = x.node;
  const axis = pool.random.integers(0, shape.length);
  const extent = shape[axis]!;
  const keep = (node: Expression) => pool.add(node as FloatExpression, x.bound, x.exact);
  pool.one<() => void>([
    () => keep(op.transpose(x.node, pool.random.permutation(shape.length))),
    () =>
      keep(op.reshape(x.node, pool.one([[sizeOf(shape)], [...shape, 1], [1, ...shape], shape.toReversed()]))),
    () => {
      const start = pool.random.integers(0, extent);
      keep(op.slice(x.node, axis, start, pool.random.integers(start + 1, extent + 1)));
    },
    () => keep(op.pad(x.node, axis, pool.random.integers(0, 4), extent + pool.random.integers(3, 9))),
    () => keep(op.broadcastTo(x.node, [pool.random.integers(1, 5), ...shape])),
    () => keep(op.stopGradient(x.node)),
    () => {
      const other = pool.fresh(shape.with(axis, pool.random.integers(1, 6)));
      const parts = pool.chance(0.5) ? [x, other] : [other, x, x];
      pool.add(
        op.concatenate(
          parts.map(({ node }) => node),
          axis,
        ),
        Math.max(x.bound, other.bound),
        x.exact && other.exact,
      );
    },
  ])();
};

/** Indices from the caller, or computed. */
function indicesBelow(pool: Pool, shape: readonly number[], below: number): Expression {
  if (pool.chance(0.7)) return pool.indices(shape, below);
  const scores = pool.fresh([...shape, pool.random.integers(1, Math.min(below, 9) + 1)]);
  return scores.exact ? op.argMax(scores.node) : pool.indices(shape, below);
}

const indexing: MakeOperation = (pool) => {
  const x = pool.ofRank(1);
  const { shape } = x.node;
  const rows = pool.random.integers(1, 12);
  const columns = pool.extent();
  const keep = (node: FloatExpression, factor = 1) =>
    pool.add(node, factor * x.bound, x.exact && factor === 1);
  pool.one<() => void>([
    () => keep(op.gatherRows(x.node, indicesBelow(pool, [rows], shape[0]!)) as FloatExpression),
    () => keep(op.scatterAddRows(x.node, indicesBelow(pool, [shape[0]!], rows), rows), shape[0]!),
    () => keep(op.pick(x.node, indicesBelow(pool, shape.slice(0, -1), shape.at(-1)!))),
    () => keep(op.unpick(x.node, indicesBelow(pool, shape, columns), columns)),
    () => pool.add(op.oneHot(indicesBelow(pool, shape, columns), columns), 1, true),
    () => {
      if (x.exact) pool.add(op.toFloat(op.toInt(x.node)), x.bound, true);
    },
  ])();
};

const images: MakeOperation = (pool) => {
  const x = pool.images();
  const [, height, width, channels] = x.node.shape as [number, number, number, number];
  const threes = pool.chance(0.4);
  const kernel = (threes ? [3, 3] : [pool.random.integers(1, 5), pool.random.integers(1, 5)]) as [
    number,
    number,
  ];
  const stride =
    threes || pool.chance(0.4)
      ? 1
      : ([pool.random.integers(1, 4), pool.random.integers(1, 6)] as [number, number]);
  const named = pool.one(["same", "same", "valid"] as const);
  const padding = pool.chance(0.6)
    ? named
    : ([pool.random.integers(0, 6), pool.random.integers(0, 6)] as [number, number]);
  const options = { stride, padding };
  if (padding !== "same") {
    const [above, left] = typeof padding === "string" ? [0, 0] : padding;
    if (height + 2 * above < kernel[0] || width + 2 * left < kernel[1]) return;
  }
  pool.one<() => void>([
    ...Array.from({ length: 3 }, () => () => {
      const filters = pool.random.integers(1, 12);
      const weights = pool.fresh([...kernel, channels, filters]);
      const inner = kernel[0] * kernel[1] * channels;
      let y = op.convolution(x.node, op.multiply(weights.node, 1 / inner), options);
      if (pool.chance(0.5)) y = op.add(y, pool.fresh([filters]).node);
      const activation = pool.one([op.tanh, op.relu, op.sigmoid, undefined]);
      pool.add(activation ? activation(y) : y, x.bound * weights.bound + 2);
    }),
    () => pool.add(op.patches(x.node, kernel, options), x.bound, x.exact),
    () => pool.add(op.averagePool(x.node, kernel, options), x.bound),
    () => pool.add(op.globalAveragePool(x.node), x.bound),
    () => {
      // Where a window lies outside altogether, its largest is −∞.
      const isOver = typeof padding !== "string" || padding === "same";
      if (x.exact)
        pool.add(
          isOver ? op.maximum(op.maxPool(x.node, kernel, options), -2) : op.maxPool(x.node, kernel, options),
          x.bound,
          true,
        );
    },
  ])();
};

/** What graphs are made of: those with more variants come more often. */
export const operations: readonly MakeOperation[] = [
  ...[unary, unary, kink, binary, binary, comparison, selection, linear, linear, reduction, reduction],
  ...[alongRows, layout, layout, indexing, indexing, images, images],
];
