import type { ZeroSumGame } from "./game.ts";
import { illegalMove } from "./illegal-move.ts";

/**
 * Nine cells in row-major order, from an offset on in whatever array they stand: 0 where nobody has moved, 1 where the
 * player has who began, and −1 where the other has.
 */
export type Cells = ArrayLike<number>;

export const cellCount = 9;

/** Three in a row, column or diagonal. */
const lines = [
  ...[[0, 1, 2], [3, 4, 5], [6, 7, 8]], // biome-ignore format: rows
  ...[[0, 3, 6], [1, 4, 7], [2, 5, 8]], // biome-ignore format: columns
  ...[[0, 4, 8], [2, 4, 6]], // biome-ignore format: diagonals
];

/** The mark of the player to move, 1 or −1: who began moves where both have moved as often. */
export function markToMove(cells: Cells, at = 0): 1 | -1 {
  let sum = 0;
  for (let cell = 0; cell < cellCount; cell++) sum += cells[at + cell];
  return sum === 0 ? 1 : -1;
}

/** The mark of the player who has three in a line, or 0. */
export function winningMark(cells: Cells, at = 0): number {
  for (const [a, b, c] of lines) {
    const mark = cells[at + a];
    if (mark !== 0 && mark === cells[at + b] && mark === cells[at + c]) return mark;
  }
  return 0;
}

/** Whether all cells are taken. */
export function isFull(cells: Cells, at = 0): boolean {
  for (let cell = 0; cell < cellCount; cell++) if (cells[at + cell] === 0) return false;
  return true;
}

/** Tic-tac-toe: who first has three marks in a line wins. Move i takes cell i. */
export const ticTacToe: ZeroSumGame<Cells> = {
  start: new Array<number>(cellCount).fill(0),
  mover: (cells) => (markToMove(cells) === 1 ? 0 : 1),
  moves(cells) {
    if (winningMark(cells) !== 0) return [];
    return Array.from(cells).flatMap((mark, cell) => (mark === 0 ? [cell] : []));
  },
  play(cells, move) {
    if (!Number.isInteger(move) || cells[move] !== 0) {
      throw illegalMove("ticTacToe", move, ticTacToe.moves(cells));
    }
    return Array.from(cells, (mark, cell) => (cell === move ? markToMove(cells) : mark));
  },
  payoff: (cells) => winningMark(cells),
  key: (cells) => Array.from(cells).join(),
};
