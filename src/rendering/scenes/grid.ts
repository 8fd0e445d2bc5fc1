import type { Shape, Tile } from "../../environments/index.ts";
import { colors } from "../colors.ts";
import type { Drawing } from "../drawing.ts";
import { rectangle } from "../shapes.ts";

const cellSize = 32;

export const tileColors: Readonly<Record<Tile, number>> = {
  plain: colors.ice,
  start: colors.white,
  goal: colors.green,
  hole: colors.water,
  cliff: colors.red,
  wall: colors.ink,
};

export const drawGrid: Drawing<"grid"> = ({ columns, tiles, cell }) => {
  const place = (index: number) =>
    [(index % columns) * cellSize, Math.floor(index / columns) * cellSize] as const;
  const shapes: Shape[] = tiles.map((tile, index) => {
    const [x, y] = place(index);
    return { ...rectangle(x + 1, y + 1, cellSize - 2, cellSize - 2), color: tileColors[tile] };
  });
  const [x, y] = place(cell);
  const center = [x + cellSize / 2, y + cellSize / 2] as const;
  return {
    width: columns * cellSize,
    height: (tiles.length / columns) * cellSize,
    background: colors.line,
    shapes: [
      ...shapes,
      { circle: center, radius: 11, color: colors.ink },
      { circle: center, radius: 9, color: colors.yellow },
    ],
  };
};
