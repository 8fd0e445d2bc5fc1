import type { Shape } from "../../environments/index.ts";
import { colors } from "../colors.ts";
import type { Drawing } from "../drawing.ts";
import { rectangle } from "../shapes.ts";

const cell = 48;
const size = 5;
const margin = 4;
/** Row and column of the four places, and their colors: red, green, yellow, blue. */
const places = [
  [0, 0, colors.red],
  [0, 4, colors.green],
  [4, 0, colors.yellow],
  [4, 3, colors.blue],
] as const;
/** Row and column of the cells with a wall to the east. */
const walls = [[0, 1], [1, 1], [3, 0], [4, 0], [3, 2], [4, 2]]; // biome-ignore format: as a list of pairs

export const drawTaxi: Drawing<"taxi"> = ({ row, column, passenger, destination }) => {
  const at = (place: number) => margin + place * cell;
  const center = (row: number, column: number) => [at(column) + cell / 2, at(row) + cell / 2] as const;
  const isRiding = passenger === places.length;
  const waiting: Shape[] = isRiding
    ? []
    : [{ circle: center(places[passenger][0], places[passenger][1]), radius: 7, color: colors.ink }];
  const [goalRow, goalColumn] = places[destination];
  return {
    ...{ width: size * cell + 2 * margin, height: size * cell + 2 * margin, background: colors.ink },
    shapes: [
      { ...rectangle(margin, margin, size * cell, size * cell), color: colors.paper },
      ...places.map(([placeRow, placeColumn, color]) => ({
        ...rectangle(at(placeColumn) + 2, at(placeRow) + 2, cell - 4, cell - 4),
        color,
      })),
      // A frame around the destination.
      { ...rectangle(at(goalColumn) + 6, at(goalRow) + 6, cell - 12, cell - 12), color: colors.ink },
      {
        ...rectangle(at(goalColumn) + 9, at(goalRow) + 9, cell - 18, cell - 18),
        color: places[destination][2],
      },
      ...walls.map(([wallRow, wallColumn]) => ({
        ...rectangle(at(wallColumn + 1) - 2, at(wallRow), 4, cell),
        color: colors.ink,
      })),
      { ...rectangle(at(column) + 8, at(row) + 14, cell - 16, cell - 28), color: colors.ink },
      { ...rectangle(at(column) + 10, at(row) + 16, cell - 20, cell - 32), color: 0xf3d24b },
      ...(isRiding ? [{ circle: center(row, column), radius: 5, color: colors.ink }] : []),
      ...waiting,
    ],
  };
};
