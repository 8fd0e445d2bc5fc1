import { Chains } from "../../../src/games/go/chains.ts";
import { GoPosition } from "../../../src/games/index.ts";

/**
 * The number of legal positions of a board: those in which every chain has a liberty. Points are filled in their order; a
 * stone that takes any off has made a position that none with more stones can mend.
 */
export function countLegalPositions(columns: number, rows: number): number {
  const chains = new Chains(columns, rows);
  const from = (point: number): number => {
    if (point === chains.points) return 1;
    let count = from(point + 1);
    for (const color of [1, 2]) {
      if (chains.put(point, color) === 0) count += from(point + 1);
      chains.takeBack(point, color);
    }
    return count;
  };
  return from(0);
}

/**
 * The number of games under positional superko, where either color may play at every move, passes are left out, and each
 * beginning of a game is one too: the paths without repetition in the graph of positions.
 */
export function countGames(columns: number, rows: number, suicide: "forbidden" | "allowed"): number {
  const position = new GoPosition({ columns, rows, suicide });
  const from = (): number => {
    let count = 1;
    for (const color of [1, 2] as const) {
      for (let point = 0; point < position.points; point++) {
        position.setToPlay(color);
        if (!position.isLegal(point)) continue;
        position.playLegal(point);
        count += from();
        position.undo();
      }
    }
    return count;
  };
  return from();
}
