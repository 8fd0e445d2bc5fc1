import type { Point } from "../../environments/index.ts";
import { cos, sin } from "../../math/index.ts";
import { colors } from "../colors.ts";
import type { Drawing } from "../drawing.ts";
import { rectangle } from "../shapes.ts";

const width = 480;
const height = 320;
const left = -1.2;
const right = 0.6;
/** Pixels of a unit, of the position and of the height alike. */
const unit = width / (right - left);

/** The ground at a position, sin(3x) · 0.45 + 0.55 high as in Gymnasium's picture. */
function ground(position: number): Point {
  return [(position - left) * unit, height - (sin(3 * position) * 0.45 + 0.55) * unit];
}

const valley: readonly Point[] = Array.from({ length: 101 }, (_, i) =>
  ground(left + (i / 100) * (right - left)),
);

export const drawMountainCar: Drawing<"mountain-car"> = ({ position, goal }) => {
  const [x, y] = ground(position);
  const [flagX, flagY] = ground(goal);
  const slope = 1.35 * cos(3 * position);
  const length = Math.sqrt(1 + slope * slope);
  /** A point of the car, `along` the ground to the right and `up` from it. */
  const at = (along: number, up: number): Point => [
    x + (along - up * slope) / length,
    y - (along * slope + up) / length,
  ];
  return {
    ...{ width, height, background: colors.paper },
    shapes: [
      { polygon: [...valley, [width, height], [0, height]], color: colors.faint },
      { line: valley, thickness: 2, color: colors.line },
      { ...rectangle(flagX - 1, flagY - 44, 2, 44), color: colors.ink },
      {
        polygon: [
          [flagX + 1, flagY - 44],
          [flagX + 23, flagY - 36],
          [flagX + 1, flagY - 28],
        ],
        color: colors.yellow,
      },
      { polygon: [at(-20, 6), at(-18, 20), at(18, 20), at(20, 6)], color: colors.blue },
      { circle: at(-11, 6), radius: 6, color: colors.ink },
      { circle: at(11, 6), radius: 6, color: colors.ink },
    ],
  };
};
