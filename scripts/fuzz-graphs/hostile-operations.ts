import type { Expression, FloatExpression, Window } from "../../src/graph/index.ts";
import * as op from "../../src/graph/index.ts";
import type { MakeOperation } from "./operations.ts";
import type { Pool } from "./pool.ts";

const numbers = [
  ...[
    0,
    1,
    2,
    3,
    5,
    8,
    100,
    5000,
    2 ** 15,
    2 ** 16,
    2 ** 24,
    2 ** 29 - 1,
    2 ** 29,
    2 ** 29 + 1,
    2 ** 30,
    2 ** 30 + 1,
  ],
  ...[
    2 ** 31 - 1,
    2 ** 31,
    2 ** 32 - 1,
    2 ** 32,
    2 ** 32 + 1,
    2 ** 33,
    2 ** 53,
    1e300,
    -1,
    -2,
    -(2 ** 31),
    -(2 ** 32),
  ],
  ...[0.5, 1.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
];

/** Mostly a number that is possible, so that others are reached. */
export const hostileNumber = ({ chance, one, random }: Pick<Pool, "chance" | "one" | "random">): number =>
  chance(0.5) ? random.integers(1, 5) : one(numbers);

export const hostilePair = (
  pool: Pick<Pool, "chance" | "one" | "random">,
  number = hostileNumber,
): number | [number, number] => (pool.chance(0.5) ? [number(pool), number(pool)] : number(pool));

/** The same without what is merely large, of which a network would be full of numbers. */
export const impossibleNumber = (pool: Pick<Pool, "chance" | "one" | "random">): number => {
  const number = hostileNumber(pool);
  return number > 100 && number <= 2 ** 30 ? number + 2 ** 30 : number;
};

const hostileShape = (pool: Pool) =>
  Array.from({ length: pool.random.integers(0, 6) }, () => hostileNumber(pool));

/** Makes sure that what is taken for possible takes part in the rest of the graph. */
const keep = (pool: Pool, node: Expression) => pool.add(op.toFloat(node), 100);

const windows: MakeOperation = (pool) => {
  const x = pool.images().node;
  const options = {
    stride: hostilePair(pool),
    padding: pool.chance(0.3) ? pool.one(["same", "valid"] as const) : hostilePair(pool),
  };
  const kernel = pool.chance(0.5) ? 3 : hostilePair(pool);
  const channels = x.shape[3]!;
  const [filters, large] = [pool.random.integers(1, 5), hostileNumber(pool)];
  const placed: Window = {
    kernel: [2, 2],
    stride: [1, hostileNumber(pool)],
    padding: [0, hostileNumber(pool)],
  };
  const seen = pool.fresh([2, 3, 2, 4]).node;
  pool.one<() => void>([
    () => keep(pool, op.convolution(x, pool.fresh([2, 2, channels, filters]).node, options)),
    () => keep(pool, op.convolution(x, pool.fresh([3, 3, channels, filters]).node, options)),
    () =>
      keep(pool, op.convolution(x, op.broadcastTo(op.constant(1), [1, large, channels, filters]), options)),
    () => keep(pool, op.patches(x, kernel, options)),
    () => keep(pool, op.averagePool(x, kernel, options)),
    () => keep(pool, op.maxPool(x, pool.chance(0.5) ? 2 : kernel, { ...options, stride: 2 })),
    () => keep(pool, op.foldPatches(seen, placed, [2, 4, 4, 1])),
    () => keep(pool, op.foldPatches(seen, placed, hostileShape(pool))),
  ])();
};

const shapes: MakeOperation = (pool) => {
  const x = pool.ofRank(1).node;
  const axis = pool.random.integers(0, x.shape.length);
  const number = () => hostileNumber(pool);
  const indices = pool.indices([2], 2);
  pool.one<() => void>([
    () => keep(pool, op.broadcastTo(x, [...hostileShape(pool), ...x.shape])),
    () => keep(pool, op.broadcastTo(op.constant(1), hostileShape(pool))),
    () => keep(pool, op.reshape(x, hostileShape(pool))),
    () => keep(pool, op.transpose(x, hostileShape(pool))),
    () => keep(pool, op.slice(x, number(), number(), number())),
    () => keep(pool, op.slice(x, axis, number(), number())),
    () => keep(pool, op.pad(x, axis, number(), number())),
    () => keep(pool, op.sum(x, { axis: number() })),
    () => keep(pool, op.oneHot(indices, number())),
    () => keep(pool, op.unpick(pool.fresh([2]).node, indices, number())),
    () => keep(pool, op.scatterAddRows(pool.fresh([2, 3]).node, indices, number())),
    () => keep(pool, op.gatherRows(op.broadcastTo(x, [number(), ...x.shape]), indices) as FloatExpression),
    () => keep(pool, op.add(op.input([number(), 1]), op.input([1, number()]))),
    () => keep(pool, op.matmul(pool.fresh([3, 1]).node, op.broadcastTo(op.constant(1), [1, number()]))),
    () => keep(pool, op.concatenate([x, op.broadcastTo(op.constant(1), x.shape.with(axis, number()))], axis)),
    () => pool.addUnsound(op.multiply(op.sum(x), pool.one([1e300, -1e39, 3e38, Number.NaN]))), // beyond float32
  ])();
};

/** A node that no operation would make: a number of one that there is, changed. */
const changed: MakeOperation = (pool) => {
  const x = pool.ofRank(1);
  const four = pool.images().node;
  const number = hostileNumber(pool);
  const nodes: Expression[] = [
    op.exp(x.node),
    op.add(x.node, pool.fresh([1]).node),
    op.softmax(x.node),
    op.slice(op.pad(x.node, 0, 1, x.node.shape[0]! + 2), 0, 1, 2),
    op.pad(x.node, 0, 1, x.node.shape[0]! + 2),
    op.patches(four, 1),
    op.matmul(pool.fresh([2, 3]).node, pool.fresh([3, 2]).node),
    op.convolution(four, pool.fresh([3, 3, four.shape[3]!, 4]).node),
    op.gatherRows(x.node, pool.indices([3], x.node.shape[0]!)),
    op.pick(x.node, pool.indices(x.node.shape.slice(0, -1), x.node.shape.at(-1)!)),
    op.cumulativeSum(x.node),
  ];
  const node = pool.one(nodes);
  const { attributes, shape } = node;
  const entries = Object.entries(attributes).filter(
    ([, value]) => typeof value === "number" || Array.isArray(value),
  );
  if (entries.length > 0 && pool.chance(0.5)) {
    const [name, value] = pool.one(entries);
    const list = value as number | readonly number[];
    const wrong =
      Array.isArray(list) && list.length > 0
        ? list.with(pool.random.integers(0, list.length), number)
        : number;
    pool.addUnsound({ ...node, attributes: { ...attributes, [name]: wrong } } as FloatExpression);
  } else if (shape.length > 0) {
    pool.addUnsound({
      ...node,
      shape: shape.with(pool.random.integers(0, shape.length), number),
    } as FloatExpression);
  }
};

/** Operations with numbers of which most are impossible. */
export const hostileOperations: readonly MakeOperation[] = [windows, windows, shapes, shapes, changed];
