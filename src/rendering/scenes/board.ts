import type { Picture, Point, Shape } from "../../environments/index.ts";
import { colors } from "../colors.ts";
import type { Drawing, SceneOf } from "../drawing.ts";
import { rectangle } from "../shapes.ts";

type Board = SceneOf<"tic-tac-toe" | "connect-four" | "go">;

/** A picture of cells of `cell` pixels each, with a shape or several for each of them. */
function drawCells(
  { columns, pieces }: Board,
  cell: number,
  background: number,
  draw: (piece: number, center: Point) => readonly Shape[],
): Picture {
  const rows = pieces.length / columns;
  const shapes = Array.from(pieces).flatMap((piece, index) => {
    const [row, column] = [Math.floor(index / columns), index % columns];
    return draw(piece, [(column + 0.5) * cell, (row + 0.5) * cell]);
  });
  return { width: columns * cell, height: rows * cell, background, shapes };
}

/** Crosses for who begins, and rings. */
export const drawTicTacToe: Drawing<"tic-tac-toe"> = (board) =>
  drawCells(board, 64, colors.line, (piece, [x, y]) => [
    { ...rectangle(x - 31, y - 31, 62, 62), color: colors.paper },
    ...(piece > 0 ? cross(x, y) : piece < 0 ? ring(x, y) : []),
  ]);

function cross(x: number, y: number): Shape[] {
  const [thickness, color, reach] = [8, colors.blue, 19];
  return [
    { line: [[x - reach, y - reach], [x + reach, y + reach]], thickness, color }, // biome-ignore format: as a pair of points
    { line: [[x - reach, y + reach], [x + reach, y - reach]], thickness, color }, // biome-ignore format: as a pair of points
  ];
}

function ring(x: number, y: number): Shape[] {
  return [
    { circle: [x, y], radius: 22, color: colors.red },
    { circle: [x, y], radius: 14, color: colors.paper },
  ];
}

/** Yellow discs for who begins, and red ones, behind holes. */
export const drawConnectFour: Drawing<"connect-four"> = (board) =>
  drawCells(board, 40, colors.blue, (piece, circle) => [
    { circle, radius: 16, color: piece > 0 ? colors.yellow : piece < 0 ? colors.red : colors.paper },
  ]);

/** Stones on the crossings of lines. */
export const drawGo: Drawing<"go"> = (board) => {
  const cell = 24;
  const rows = board.pieces.length / board.columns;
  const [width, height] = [board.columns * cell, rows * cell];
  const line = (left: number, top: number, wide: number, high: number): Shape => ({
    ...rectangle(left, top, wide, high),
    color: colors.ink,
  });
  const lines = [
    ...Array.from({ length: rows }, (_, row) => line(cell / 2, row * cell + cell / 2, width - cell + 1, 1)),
    ...Array.from({ length: board.columns }, (_, column) =>
      line(column * cell + cell / 2, cell / 2, 1, height - cell + 1),
    ),
  ];
  const stones = drawCells(board, cell, colors.board, (piece, [x, y]) => {
    if (piece === 0) return [];
    const circle = [x + 0.5, y + 0.5] as const;
    return [
      { circle, radius: 11, color: colors.ink },
      { circle, radius: 10, color: piece > 0 ? colors.ink : colors.white },
    ];
  });
  return { ...stones, shapes: [...lines, ...stones.shapes] };
};
