import type { ArrayType, NumberArray } from "../workers/index.ts";

/** Rows of numbers of which nobody knows beforehand how many there will be, one after another in an array. */
export interface GrowingRows<A extends NumberArray = NumberArray> {
  readonly type: ArrayType<A>;
  /** Numbers of a row. */
  readonly width: number;
  /** The array of now: a larger one takes its place when a row has no room. What is behind the last row is stale. */
  readonly array: A;
  /** Makes room for so many rows. */
  reserve(rows: number): void;
  /** A view of a row, which holds until a row has no room. */
  row(row: number): A;
  /** Writes a row: `width` numbers of an array, from element `start` on. */
  set(row: number, values: ArrayLike<number>, start?: number): void;
}

/** Rows that there is room for in the beginning. */
const firstRows = 16;

/** Rows of `width` numbers. Their array is twice as long as they need when it is replaced. */
export function createGrowingRows<A extends NumberArray>(type: ArrayType<A>, width: number): GrowingRows<A> {
  let array = new type(firstRows * width);

  const reserve = (rows: number): void => {
    if (rows * width <= array.length) return;
    const before = array;
    array = new type(2 * rows * width);
    array.set(before);
  };
  return {
    type,
    width,
    get array() {
      return array;
    },
    reserve,
    row(row) {
      reserve(row + 1);
      return new type(array.buffer, row * width * type.BYTES_PER_ELEMENT, width);
    },
    set(row, values, start = 0) {
      reserve(row + 1);
      for (let i = 0; i < width; i++) array[row * width + i] = values[start + i];
    },
  };
}
