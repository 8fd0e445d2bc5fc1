import { black, fixedHandicap, type GoPosition, mostFixedHandicap, white } from "../../../games/go/index.ts";

/**
 * A board as text: X for Black, O for White, + for the points of a handicap; the latest move is in brackets. Whose turn it is
 * and how many stones were captured stands beside it.
 */
export function boardText(position: GoPosition): string {
  const { columns, rows, stones, lastMove } = position;
  const letters = [..."ABCDEFGHJKLMNOPQRST"].slice(0, columns);
  const most = mostFixedHandicap(position);
  const marked = most === 0 ? [] : fixedHandicap(most, position);
  const head = `   ${letters.map((letter) => ` ${letter}`).join("")}`;
  const lines = Array.from({ length: rows }, (_, row) => {
    const cells = Array.from({ length: columns }, (_, column) => {
      const point = row * columns + column;
      const stone = stones[point];
      const sign = stone === black ? "X" : stone === white ? "O" : marked.includes(point) ? "+" : ".";
      return point === lastMove
        ? `(${sign}`
        : `${point > row * columns && point - 1 === lastMove ? ")" : " "}${sign}`;
    });
    const end = lastMove === row * columns + columns - 1 ? ")" : " ";
    const number = `${rows - row}`;
    return `${number.padStart(3)}${cells.join("")}${end}${number}`;
  });
  const turn = position.toPlay === black ? "Black (X) to play" : "White (O) to play";
  const captured = `captured: ${position.prisoners(black)} X, ${position.prisoners(white)} O`;
  return [head, ...lines, head, `${turn}; ${captured}; komi ${position.rules.komi}`].join("\n");
}
