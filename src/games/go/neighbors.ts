import { largestSize, requireBoardSize } from "./rules.ts";

const known = new Map<number, { readonly neighbors: Int16Array; readonly diagonals: Int16Array }>();

/**
 * The four neighbors of each point of a board, `[points, 4]`, and its four diagonal ones. The number of points stands for
 * those that are off the board.
 *
 * @throws RangeError for a size that no board has
 */
export function neighborsOf(columns: number, rows: number) {
  requireBoardSize("neighborsOf", { columns, rows });
  const key = rows * (largestSize + 1) + columns;
  const before = known.get(key);
  if (before) return before;
  const table = (steps: readonly (readonly [number, number])[]): Int16Array => {
    const points = columns * rows;
    return Int16Array.from({ length: 4 * points }, (_, entry) => {
      const point = entry >> 2;
      const [right, down] = steps[entry & 3];
      const column = (point % columns) + right;
      const row = Math.floor(point / columns) + down;
      const inside = column >= 0 && column < columns && row >= 0 && row < rows;
      return inside ? row * columns + column : points;
    });
  };
  const tables = {
    neighbors: table([[0, -1], [-1, 0], [1, 0], [0, 1]]), // biome-ignore format: one line
    diagonals: table([[-1, -1], [1, -1], [-1, 1], [1, 1]]), // biome-ignore format: one line
  };
  known.set(key, tables);
  return tables;
}
