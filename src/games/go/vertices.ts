import { quoted } from "../../text/printable.ts";
import { valueInText } from "../../text/value-in-text.ts";
import { requireBoardSize } from "./rules.ts";

/** Names of columns, which leave out I as GTP does. */
const letters = "ABCDEFGHJKLMNOPQRSTUVWXYZ";

/** Columns and rows of a board. */
export interface BoardSize {
  readonly columns: number;
  readonly rows: number;
}

/**
 * The name of a move as in GTP: "D4" is in the fourth column from the left and the fourth row from below, or "pass".
 *
 * @throws RangeError for what is no move, and for a size that no board has
 */
export function vertexOf(move: number, { columns, rows }: BoardSize): string {
  requireMove("vertexOf", move, { columns, rows });
  if (move === columns * rows) return "pass";
  return `${letters[move % columns]}${rows - Math.floor(move / columns)}`;
}

/**
 * The move of that name, in any letter case.
 *
 * @throws RangeError for what is no vertex or not on the board; the message says which are
 */
export function parseVertex(text: string, { columns, rows }: BoardSize): number {
  requireBoardSize("parseVertex", { columns, rows });
  if (/^pass$/i.test(text)) return columns * rows;
  const last = `${letters[columns - 1]}${rows}`;
  const [, name, digits] = /^([a-z])([1-9][0-9]?)$/i.exec(text) ?? [];
  const letter = name?.toUpperCase();
  if (letter === undefined) {
    throw new RangeError(`vertex ${quoted(text, 20)}: expected one such as ${last}, or pass`);
  }
  if (letter === "I") {
    throw new RangeError(`vertex ${quoted(text, 20)}: there is no column I; the columns go from H to J`);
  }
  const column = letters.indexOf(letter);
  const row = Number(digits);
  if (column >= columns || row > rows) {
    throw new RangeError(
      `vertex ${quoted(text, 20)} is not on a board of ${columns}×${rows}, which ends at ${last}`,
    );
  }
  return (rows - row) * columns + column;
}

/** @throws RangeError unless it is a point of a board of that size, or the pass; the message begins with `owner` */
export function requireMove(owner: string, move: number, { columns, rows }: BoardSize): void {
  requireBoardSize(owner, { columns, rows });
  const pass = columns * rows;
  if (Number.isInteger(move) && move >= 0 && move <= pass) return;
  throw new RangeError(
    `${owner}: the move is ${valueInText(move)}; on a board of ${columns}×${rows} it must be a point from 0 to ${pass - 1}, or ` +
      `${pass} for a pass`,
  );
}
