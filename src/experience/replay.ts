import { type RowArrays, type Rows, type RowViews, widthOf } from "../graph/index.ts";
import type { Generator } from "../random/index.ts";
import {
  type Saved,
  StateError,
  type Stateful,
  savedArray,
  savedCount,
  savedRecord,
  within,
} from "../state/index.ts";
import { requireInteger, requireLength } from "../text/require-number.ts";
import { allocateRows } from "./allocate-rows.ts";

/** The last rows of experience, of which any may be learned from again. */
export interface Replay<R extends Rows> extends Stateful {
  /** How many rows there are, `capacity` at most. */
  readonly count: number;
  readonly capacity: number;
  /**
   * Adds rows, the oldest of which take the place of those that were there longest.
   *
   * @throws RangeError when an array is not there or has fewer rows
   */
  add(arrays: RowArrays<R>, count: number): void;
  /**
   * Fills arrays with rows that are drawn with replacement, each equally likely.
   *
   * @param into as many rows as are wanted, the same number under each name; names that are not there are left out
   * @throws RangeError when there are no rows yet, or arrays are not of the same number of whole rows
   */
  sample(generator: Generator, into: Partial<RowViews<R>>): void;
}

/**
 * Replay (Lin 1992) of so many rows in a ring of typed arrays. Nothing is allocated while it is used. Its state is as large
 * as the rows that it has.
 *
 * @param rows what a row holds: for off-policy learning an observation, an action, a reward, the next observation, and
 *   whether the task ended, which an episode that was only cut off did not
 * @param members how many threads of this process have such a replay each; default 1
 * @throws RangeError unless the capacity is a whole number from 1 for which there is memory
 */
export function createReplay<R extends Rows>(rows: R, capacity: number, members = 1): Replay<R> {
  requireInteger("capacity", capacity, 1);
  const names: readonly (keyof R & string)[] = Object.keys(rows);
  const widths = names.map((name) => widthOf(rows[name]));
  const bytesPerRow = 4 * widths.reduce((sum, width) => sum + width, 0);
  const kept = allocateRows({ rows: capacity, bytesPerRow, members }, () =>
    names.map((name, i) =>
      rows[name].dtype === "int"
        ? new Int32Array(capacity * widths[i])
        : new Float32Array(capacity * widths[i]),
    ),
  );
  let count = 0;
  /** Where the next row goes. */
  let next = 0;
  let chosen = new Int32Array(0);

  return {
    capacity,
    get count() {
      return count;
    },
    add(arrays, added) {
      requireInteger("replay: the number of rows to add", added, 0);
      for (let i = 0; i < names.length; i++) {
        const rows: ArrayLike<number> = arrays[names[i]] ?? [];
        // The name is put together only where it is told: rows are added at every step.
        if (rows.length < added * widths[i]) requireLength(`replay: ${names[i]}`, rows, added * widths[i]);
      }
      for (let i = 0; i < names.length; i++) {
        const from = arrays[names[i]]!;
        const to = kept[i];
        const width = widths[i];
        for (let row = Math.max(0, added - capacity); row < added; row++) {
          const target = ((next + row) % capacity) * width;
          for (let j = 0; j < width; j++) to[target + j] = from[row * width + j];
        }
      }
      next = (next + added) % capacity;
      count = Math.min(count + added, capacity);
    },
    sample(generator, into) {
      if (count === 0) throw new RangeError("replay: there are no rows to sample from; add some first");
      let wanted = -1;
      for (let i = 0; i < names.length; i++) {
        const to = into[names[i]];
        if (to === undefined) continue;
        const rows = to.length / widths[i];
        if (wanted < 0 && Number.isInteger(rows)) wanted = rows;
        if (rows !== wanted) throw otherRows(names[i], to.length, widths[i], wanted);
      }
      if (chosen.length !== wanted) chosen = new Int32Array(wanted);
      for (let row = 0; row < wanted; row++) chosen[row] = generator.integers(0, count);
      for (let i = 0; i < names.length; i++) {
        const to = into[names[i]];
        if (to === undefined) continue;
        const from = kept[i];
        const width = widths[i];
        for (let row = 0; row < wanted; row++) {
          const source = chosen[row] * width;
          for (let j = 0; j < width; j++) to[row * width + j] = from[source + j];
        }
      }
    },
    save: () => ({
      ...{ count, next },
      rows: Object.fromEntries(names.map((name, i) => [name, kept[i].slice(0, count * widths[i])])),
    }),
    restore(saved: Saved) {
      const state = savedRecord(saved, ["count", "next", "rows"]);
      const savedRows = within("count", () => atMost(capacity, state.count));
      const savedNext = within("next", () => atMost(capacity - 1, state.next));
      if (savedRows < capacity && savedNext !== savedRows) {
        throw new StateError(
          `next: it must be ${savedRows} where so many rows are there; found ${savedNext}`,
        );
      }
      const arrays = within("rows", () => savedRecord(state.rows, names));
      const read = names.map((name, i) =>
        within(name, () => savedArray(arrays[name], kept[i].subarray(0, savedRows * widths[i]))),
      );
      read.forEach((array, i) => kept[i].set(array));
      count = savedRows;
      next = savedNext;
    },
  };
}

function otherRows(name: string, length: number, width: number, rows: number): RangeError {
  const wanted =
    rows < 0 ? `whole rows of ${width}` : `${rows} rows of ${width}, as many as the arrays before it`;
  return new RangeError(`replay: ${name} has ${length} elements; it must have ${wanted}`);
}

function atMost(most: number, saved: Saved): number {
  const value = savedCount(saved);
  if (value <= most) return value;
  throw new StateError(`it must be ${most} at most; found ${value}`);
}
