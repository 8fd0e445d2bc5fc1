import {
  type Expression,
  type FloatExpression,
  input,
  inputIndices,
  multiply,
  type Shape,
  tanh,
  type Variable,
  variable,
} from "../../src/graph/index.ts";
import { sizeOf } from "../../src/graph/shape.ts";
import type { Generator } from "../../src/random/index.ts";

/** A value to compute with. */
export interface Value {
  readonly node: FloatExpression;
  /** No entry is larger. */
  readonly bound: number;
  /** Whether float32 computes it without rounding. */
  readonly exact: boolean;
}

/** An input; for integers, what they are below. */
export interface Given {
  readonly node: ReturnType<typeof input> | ReturnType<typeof inputIndices>;
  readonly below?: number;
}

/** Elements that a value has at most, so that many graphs are run. */
export const mostElements = 6000;

const extents = [1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9, 12, 15, 16, 17, 31, 33, 64, 65, 130, 257];

/** The values of a graph so far, and the means to make more. */
export function createPool(random: Generator) {
  const values: Value[] = [];
  const inputs: Given[] = [];
  const variables: Variable[] = [];

  const one = <T>(list: readonly T[]): T => list[random.integers(0, list.length)]!;
  const extent = () => one(extents);
  const shape = (rank = random.integers(0, 5)): number[] => {
    const found: number[] = [];
    for (let axis = 0; axis < rank; axis++) {
      const room = mostElements / sizeOf(found);
      found.push(Math.max(1, Math.min(extent(), Math.floor(room))));
    }
    return found;
  };
  const pool = {
    random,
    inputs: inputs as readonly Given[],
    variables: variables as readonly Variable[],
    one,
    chance: (probability: number) => random.random() < probability,
    extent,
    shape,

    /** A new input, or now and then a new variable. */
    fresh(of: Shape): Value {
      if (variables.length < 6 && random.random() < 0.25) {
        const initial = Float32Array.from({ length: sizeOf(of) }, () => random.integers(-12, 13) / 8);
        const node = variable(`v${variables.length}`, of, initial);
        variables.push(node);
        // Updates change it: exactly computed it is in the first run only.
        return { node, bound: 2, exact: false };
      }
      const node = input(of);
      inputs.push({ node });
      return { node, bound: 2, exact: true };
    },

    /** New indices below a limit. */
    indices(of: Shape, below: number): Expression {
      const node = inputIndices(of);
      inputs.push({ node, below });
      return node;
    },

    /** A value that fits, or a new one of a shape. */
    any(fits: (value: Value) => boolean = () => true, otherwise: Shape = shape()): Value {
      const fitting = values.filter(fits);
      return fitting.length > 0 && random.random() < 0.8 ? one(fitting) : pool.fresh(otherwise);
    },

    /** The same value, of any rank from `least` on. */
    ofRank: (least: number, most = 4): Value =>
      pool.any(
        ({ node }) => node.shape.length >= least && node.shape.length <= most,
        shape(random.integers(least, most + 1)),
      ),

    /** Images [batch, height, width, channels]. */
    images(): Value {
      const found = [
        random.integers(1, 4),
        random.integers(1, 13),
        random.integers(1, 13),
        random.integers(1, 10),
      ];
      return pool.any(({ node }) => node.shape.length === 4, found);
    },

    /** Keeps a value, scaled back where it may have become large, unless it has too many elements. */
    add(node: FloatExpression, bound: number, exact = false): void {
      if (sizeOf(node.shape) > mostElements) return;
      if (bound <= 4) values.push({ node, bound, exact });
      else if (random.random() < 0.5) values.push({ node: tanh(node), bound: 1, exact: false });
      else values.push({ node: multiply(node, 2 / bound), bound: 2, exact: false });
    },

    /** Whether it is known what all values should be. */
    isSound: true as boolean,

    /** Keeps a node of which that is not known. */
    addUnsound(node: FloatExpression): void {
      pool.isSound = false;
      values.push({ node, bound: 100, exact: false });
    },

    /** Some of the values, the last one among them. */
    some(count: number): Value[] {
      if (values.length === 0) values.push(pool.fresh(shape()));
      return [...new Set([values.at(-1)!, ...Array.from({ length: count - 1 }, () => one(values))])];
    },
  };
  return pool;
}

export type Pool = ReturnType<typeof createPool>;
