import { valueInText } from "../../text/value-in-text.ts";
import { requireBoardSize } from "./rules.ts";
import type { BoardSize } from "./vertices.ts";

/** The most stones that `fixed_handicap` of GTP knows for a board: 0 where it knows none. */
export function mostFixedHandicap({ columns, rows }: BoardSize): number {
  requireBoardSize("handicap", { columns, rows });
  if (Math.min(columns, rows) < 7) return 0;
  return columns % 2 === 1 && rows % 2 === 1 && Math.min(columns, rows) > 7 ? 9 : 4;
}

/**
 * Where the stones of a fixed handicap go, in the order in which GTP 2 lists them (section 4.1.1): corners first, then, for
 * odd sizes above 7, the sides and the center. They are on the third line, and on the fourth from a size of 13 on.
 *
 * @throws RangeError for fewer than two stones, and more than the board has a place for; the message says how many it has
 */
export function fixedHandicap(stones: number, size: BoardSize): number[] {
  const { columns, rows } = size;
  const most = mostFixedHandicap(size);
  if (!(Number.isInteger(stones) && stones >= 2 && stones <= most)) {
    const limit = most === 0 ? "there is none below 7×7" : `it must be an integer from 2 to ${most}`;
    throw new RangeError(`handicap: ${valueInText(stones)} on a board of ${columns}×${rows}; ${limit}`);
  }
  const line = (length: number) => (length >= 13 ? 3 : 2);
  const [left, right] = [line(columns), columns - 1 - line(columns)];
  const [above, below] = [line(rows), rows - 1 - line(rows)];
  const [middle, center] = [(columns - 1) / 2, (rows - 1) / 2];
  const at = (column: number, row: number) => row * columns + column;
  const corners = [at(left, below), at(right, above), at(left, above), at(right, below)];
  const sides = [at(left, center), at(right, center), at(middle, below), at(middle, above)];
  const points = [
    ...corners.slice(0, stones),
    ...sides.slice(0, Math.max(0, 2 * Math.floor((stones - 4) / 2))),
  ];
  return stones > 4 && stones % 2 === 1 ? [...points, at(middle, center)] : points;
}

/**
 * Where an engine puts a handicap of any number of stones, as for `place_free_handicap` of GTP: on the points of the largest
 * fixed handicap that is not larger, and then one by one on the point farthest from all stones and from the edge.
 *
 * @throws RangeError for fewer than two stones, and as many as the board has points
 */
export function freeHandicap(stones: number, size: BoardSize): number[] {
  requireBoardSize("handicap", size);
  const { columns, rows } = size;
  const points = columns * rows;
  if (!(Number.isInteger(stones) && stones >= 2 && stones < points)) {
    const limit = points < 3 ? "it has no room for one" : `it must be an integer from 2 to ${points - 1}`;
    throw new RangeError(`handicap: ${valueInText(stones)} on a board of ${columns}×${rows}; ${limit}`);
  }
  const fixed = Math.min(stones, mostFixedHandicap(size));
  const placed = fixed < 2 ? [] : fixedHandicap(fixed, size);
  while (placed.length < stones) {
    let best = -1;
    let most = -1;
    for (let point = 0; point < points; point++) {
      if (placed.includes(point)) continue;
      const column = point % columns;
      const row = Math.floor(point / columns);
      let room = 2 * Math.min(column + 1, columns - column, row + 1, rows - row);
      for (const other of placed) {
        room = Math.min(
          room,
          Math.abs((other % columns) - column) + Math.abs(Math.floor(other / columns) - row),
        );
      }
      if (room > most) [best, most] = [point, room];
    }
    placed.push(best);
  }
  return placed;
}
