import type { Color, Frame, Picture, Point } from "../environments/index.ts";
import { createFrame, fillCircle, fillPolygon } from "./fill.ts";
import { requirePicture } from "./require-picture.ts";

/**
 * The pixels of a picture. There is no antialiasing: a pixel has the color of the last shape that its center is in. The
 * same picture gives the same pixels on every engine.
 *
 * @throws TypeError for what is no picture
 */
export function drawPicture(picture: Picture): Frame {
  requirePicture("drawPicture: picture.", picture);
  return fillPicture(picture);
}

/** The pixels of a picture that is known to be one. */
export function fillPicture({ width, height, background, shapes }: Picture): Frame {
  const frame = createFrame(width, height, background);
  for (const shape of shapes) {
    if ("polygon" in shape) fillPolygon(frame, shape.polygon, shape.color);
    else if ("circle" in shape) fillCircle(frame, shape.circle, shape.radius, shape.color);
    else drawLine(frame, shape.line, shape.thickness, shape.color);
  }
  return frame;
}

/** Straight pieces with flat ends, and round corners between them. */
function drawLine(frame: Frame, points: readonly Point[], thickness: number, color: Color): void {
  for (let i = 1; i < points.length; i++) {
    const [[x1, y1], [x2, y2]] = [points[i - 1], points[i]];
    const [right, down] = [x2 - x1, y2 - y1];
    const length = Math.sqrt(right * right + down * down);
    if (length === 0) continue;
    const across = thickness / 2 / length;
    const [x, y] = [-down * across, right * across];
    fillPolygon(
      frame,
      [
        [x1 + x, y1 + y],
        [x2 + x, y2 + y],
        [x2 - x, y2 - y],
        [x1 - x, y1 - y],
      ],
      color,
    );
    if (i > 1) fillCircle(frame, points[i - 1], thickness / 2, color);
  }
}
