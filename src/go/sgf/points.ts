import type { BoardSize } from "../../games/go/index.ts";
import { quoted } from "../../text/printable.ts";

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** A move as the value of B or W: "" for a pass, or column and row from the top left, a letter each. */
export function moveToSgf(move: number, { columns, rows }: BoardSize): string {
  return move === columns * rows ? "" : pointToSgf(move, columns);
}

export function pointToSgf(point: number, columns: number): string {
  return `${letters[point % columns]}${letters[Math.floor(point / columns)]}`;
}

/** The move that a value of B or W is: a pass is "", or "tt" as older files have it. @throws RangeError if it is none */
export function moveFromSgf(text: string, size: BoardSize): number {
  const value = text.trim();
  if (value === "" || value === "tt") return size.columns * size.rows;
  return pointFromSgf(value, size);
}

/** The points of a value of AB, AW or AE: a single one, or the rectangle "aa:cc" with two opposite corners. @throws RangeError */
export function pointsFromSgf(text: string, size: BoardSize): number[] {
  const corners = text.split(":").map((corner) => pointFromSgf(corner.trim(), size));
  if (corners.length > 2)
    throw new RangeError(`${quoted(text)} is no rectangle: it has more than two corners`);
  const columnsOf = corners.map((point) => point % size.columns);
  const rowsOf = corners.map((point) => Math.floor(point / size.columns));
  const points: number[] = [];
  for (let row = Math.min(...rowsOf); row <= Math.max(...rowsOf); row++) {
    for (let column = Math.min(...columnsOf); column <= Math.max(...columnsOf); column++) {
      points.push(row * size.columns + column);
    }
  }
  return points;
}

function pointFromSgf(text: string, { columns, rows }: BoardSize): number {
  const [column, row] = [...text].map((letter) => letters.indexOf(letter));
  if (text.length === 2 && column >= 0 && column < columns && row >= 0 && row < rows)
    return row * columns + column;
  throw new RangeError(
    `${quoted(text)} is no point of a board of ${columns}×${rows}; those are from ${pointToSgf(0, columns)} to ` +
      pointToSgf(columns * rows - 1, columns),
  );
}
