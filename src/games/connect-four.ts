import type { ZeroSumGame } from "./game.ts";
import { illegalMove } from "./illegal-move.ts";
import type { Cells } from "./tic-tac-toe.ts";

export const columns = 7;
export const rows = 6;
export const boardSize = rows * columns;

/** How many in a line win. */
const wanted = 4;

/** Steps to the right and down: along a row, a column, and the two diagonals. */
const directions = [
  [1, 0],
  [0, 1],
  [1, 1],
  [-1, 1],
] as const;

/** The mark of the player to move, 1 or −1: who began moves where both have moved as often. */
export function markToDrop(cells: Cells, at = 0): 1 | -1 {
  let sum = 0;
  for (let cell = 0; cell < boardSize; cell++) sum += cells[at + cell];
  return sum === 0 ? 1 : -1;
}

/** The cell that a disc falls to in a column: the lowest that is free, or −1 where none is. */
export function landing(cells: Cells, column: number, at = 0): number {
  for (let cell = boardSize - columns + column; cell >= 0; cell -= columns) {
    if (cells[at + cell] === 0) return cell;
  }
  return -1;
}

/** Whether the disc in a cell is one of four in a line. */
export function isInFour(cells: Cells, cell: number, at = 0): boolean {
  const mark = cells[at + cell];
  if (mark === 0) return false;
  const [row, column] = [Math.floor(cell / columns), cell % columns];
  for (const [right, down] of directions) {
    let count = 1;
    for (const sign of [1, -1]) {
      for (let steps = 1; steps < wanted; steps++) {
        const y = row + sign * steps * down;
        const x = column + sign * steps * right;
        const isInside = y >= 0 && y < rows && x >= 0 && x < columns;
        if (!isInside || cells[at + y * columns + x] !== mark) break;
        count++;
      }
    }
    if (count >= wanted) return true;
  }
  return false;
}

/** Whether no cell is free. */
export function isBoardFull(cells: Cells, at = 0): boolean {
  for (let column = 0; column < columns; column++) if (cells[at + column] === 0) return false;
  return true;
}

/** The mark of the player who has four in a line, or 0. */
function winningMark(cells: Cells): number {
  for (let cell = 0; cell < boardSize; cell++) if (isInFour(cells, cell)) return cells[cell];
  return 0;
}

/**
 * Connect four, on 7 columns and 6 rows: a disc falls to the lowest free cell of a column, and who first has four in a line
 * wins. Move i is column i, from the left. A position is its 42 cells in row-major order from the top: 0 where there is no
 * disc, 1 where there is one of the player who began, and −1 of the other.
 */
export const connectFour: ZeroSumGame<Cells> = {
  start: new Array<number>(boardSize).fill(0),
  mover: (cells) => (markToDrop(cells) === 1 ? 0 : 1),
  moves(cells) {
    if (winningMark(cells) !== 0) return [];
    return Array.from({ length: columns }, (_, column) => column).filter((column) => cells[column] === 0);
  },
  play(cells, column) {
    if (!Number.isInteger(column) || column >= columns || cells[column] !== 0) {
      throw illegalMove("connectFour", column, connectFour.moves(cells));
    }
    const after = Array.from(cells);
    after[landing(cells, column)] = markToDrop(cells);
    return after;
  },
  payoff: winningMark,
  key: (cells) => Array.from(cells).join(),
};
