import type { Color, Shape } from "../../environments/index.ts";
import { colors } from "../colors.ts";
import type { Drawing } from "../drawing.ts";
import { rectangle } from "../shapes.ts";

/** Rows of the frame between which the field is, and those of the walls around it. */
const [top, bottom] = [34, 194];
const [width, height] = [160, 210];
const wall = { top: 24, bottom: 210 };

/** Atari's frame: scores above the walls, the opponent on the left. */
export const drawPong: Drawing<"pong"> = ({ ball: [x, y], player, opponent, scores }) => {
  const visible = { left: Math.max(0, x), right: Math.min(width, x + 2) };
  return {
    ...{ width, height, background: colors.ink },
    shapes: [
      { ...rectangle(0, wall.top, width, top - wall.top), color: colors.line },
      { ...rectangle(0, bottom, width, wall.bottom - bottom), color: colors.line },
      ...number(scores[0], 60, colors.wood),
      ...number(scores[1], 130, colors.green),
      { ...rectangle(16, top + opponent, 4, 16), color: colors.wood },
      { ...rectangle(140, top + player, 4, 16), color: colors.green },
      ...(visible.left < visible.right
        ? [{ ...rectangle(visible.left, top + y, visible.right - visible.left, 4), color: colors.white }]
        : []),
    ],
  };
};

/** Segments of a digit of 10 by 18 pixels: left, top, width, height. */
const segments = [
  [0, 0, 10, 2],
  [8, 0, 2, 10],
  [8, 8, 2, 10],
  [0, 16, 10, 2],
  [0, 8, 2, 10],
  [0, 0, 2, 10],
  [0, 8, 10, 2],
] as const;

/** The segments that each digit has. */
const digits = ["012345", "12", "01346", "01236", "1256", "02356", "023456", "012", "0123456", "012356"];

/** A number whose last digit ends at `right`. */
function number(value: number, right: number, color: Color): Shape[] {
  return Array.from(String(value)).flatMap((digit, index, all) => {
    const left = right - 14 * (all.length - index) + 4;
    return Array.from(digits[Number(digit)], (segment) => {
      const [x, y, wide, high] = segments[Number(segment)];
      return { ...rectangle(left + x, 3 + y, wide, high), color };
    });
  });
}
