import type { ArrayType, NumberArray } from "../workers/index.ts";

/** Rows of numbers that are added one by one, of which nobody knows beforehand how many there will be. */
export interface GrowingRows<A extends NumberArray> {
  readonly type: ArrayType<A>;
  /** Numbers of a row. */
  readonly width: number;
  /** How many rows there are. */
  readonly count: number;
  /** Adds a row: a copy of `width` numbers. */
  add(row: ArrayLike<number>): void;
  /** Writes all rows, one after another, from element `offset` on. */
  copyTo(target: A, offset: number): void;
  /** Takes all rows away, and keeps the memory for the next ones. */
  clear(): void;
}

/** Rows of the first block; each that follows has twice as many as the one before. */
const firstRows = 16;

/** Blocks do not grow beyond so many numbers, so that long lists of wide rows leave little memory unused. */
const mostNumbers = 65_536;

/**
 * Rows of `width` numbers in blocks of typed arrays: nothing is copied when they grow, and a number takes no more
 * memory than its type says.
 */
export function createGrowingRows<A extends NumberArray>(type: ArrayType<A>, width: number): GrowingRows<A> {
  const mostRows = Math.max(1, Math.floor(mostNumbers / width));
  const blocks = [new type(Math.min(firstRows, mostRows) * width)];
  let present = 0; // the block that is being filled
  let used = 0; // numbers in it
  let count = 0;

  return {
    type,
    width,
    get count() {
      return count;
    },
    add(row) {
      if (used === blocks[present].length) {
        present += 1;
        used = 0;
        if (present === blocks.length) {
          blocks.push(new type(Math.min(2 * (blocks[present - 1].length / width), mostRows) * width));
        }
      }
      const block = blocks[present];
      for (let i = 0; i < width; i += 1) block[used + i] = row[i];
      used += width;
      count += 1;
    },
    copyTo(target, offset) {
      let at = offset;
      for (let i = 0; i < present; i += 1) {
        target.set(blocks[i], at);
        at += blocks[i].length;
      }
      target.set(blocks[present].subarray(0, used), at);
    },
    clear() {
      present = 0;
      used = 0;
      count = 0;
    },
  };
}

/** The rows of several lists of the same kind, one list after another, in a new array. */
export function joinRows<A extends NumberArray>(lists: readonly GrowingRows<A>[]): A {
  const [{ type, width }] = lists;
  const joined = new type(lists.reduce((rows, { count }) => rows + count, 0) * width);
  let at = 0;
  for (const list of lists) {
    list.copyTo(joined, at);
    at += list.count * width;
  }
  return joined;
}
