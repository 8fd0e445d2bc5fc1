import type { BodyPart, Point, Shape } from "../../environments/index.ts";
import { colors } from "../colors.ts";
import type { Drawing } from "../drawing.ts";
import { rectangle } from "../shapes.ts";

const width = 480;
export const partColors: Readonly<Record<BodyPart, number>> = {
  hull: colors.blue,
  limb: colors.wood,
  "far limb": colors.line,
};

/** The view is 480 pixels wide, and as high as it is. */
export const drawRigidBodies: Drawing<"rigid-bodies"> = ({ view, ground, boxes, bodies, flags }) => {
  const [left, bottom, viewWidth, viewHeight] = view;
  const unit = width / viewWidth;
  const height = Math.max(1, Math.round(unit * viewHeight));
  const place = ([x, y]: Point): Point => [(x - left) * unit, height - (y - bottom) * unit];
  const line = ground.map(place);
  const [first] = line[0];
  const [last] = line[line.length - 1];
  return {
    ...{ width, height, background: colors.paper },
    shapes: [
      { polygon: [[first, height], ...line, [last, height]], color: colors.faint },
      { line, thickness: 2, color: colors.line },
      ...boxes.map((corners) => ({ polygon: corners.map(place), color: colors.line })),
      ...flags.flatMap((foot) => flag(place(foot))),
      ...bodies.map(({ corners, part }) => ({ polygon: corners.map(place), color: partColors[part] })),
    ],
  };
};

function flag([x, y]: Point): readonly Shape[] {
  return [
    { ...rectangle(x - 1, y - 30, 2, 30), color: colors.ink },
    {
      polygon: [
        [x + 1, y - 30],
        [x + 16, y - 24],
        [x + 1, y - 18],
      ],
      color: colors.yellow,
    },
  ];
}
