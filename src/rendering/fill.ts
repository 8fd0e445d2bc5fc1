import type { Color, Frame, Point } from "../environments/index.ts";

/** A frame of one color. */
export function createFrame(width: number, height: number, color: Color): Frame {
  const frame = { width, height, data: new Uint8ClampedArray(width * height * 4) };
  for (let y = 0; y < height; y++) fillSpan(frame, y, 0, width, color);
  return frame;
}

/**
 * Fills a polygon: the pixels whose centers are inside of it, by the even-odd rule. A center on a left or an upper edge
 * counts as inside, on another one as outside, so that polygons side by side neither overlap nor leave a gap.
 */
export function fillPolygon(frame: Frame, points: readonly Point[], color: Color): void {
  const heights = points.map(([, y]) => y);
  const first = Math.max(0, centersBefore(Math.min(...heights)));
  const end = Math.min(frame.height, centersBefore(Math.max(...heights)));
  for (let row = first; row < end; row++) {
    const crossings = crossingsAt(points, row + 0.5);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      fillSpan(frame, row, crossings[i], crossings[i + 1], color);
    }
  }
}

/** Fills the pixels whose centers are in a circle. */
export function fillCircle(frame: Frame, [x, y]: Point, radius: number, color: Color): void {
  const first = Math.max(0, centersBefore(y - radius));
  const end = Math.min(frame.height, centersBefore(y + radius));
  for (let row = first; row < end; row++) {
    const down = row + 0.5 - y;
    const half = Math.sqrt(Math.max(0, radius * radius - down * down));
    fillSpan(frame, row, x - half, x + half, color);
  }
}

/** Where the edges cross a horizontal line, from the left to the right. */
function crossingsAt(points: readonly Point[], height: number): number[] {
  const crossings: number[] = [];
  for (const [i, [x1, y1]] of points.entries()) {
    const [x2, y2] = points[(i + 1) % points.length];
    if (y1 <= height === y2 <= height) continue;
    crossings.push(x1 + ((height - y1) / (y2 - y1)) * (x2 - x1));
  }
  return crossings.sort((a, b) => a - b);
}

/** Colors the pixels of a row whose centers are from `left` on and before `right`. */
function fillSpan({ data, width }: Frame, row: number, left: number, right: number, color: Color): void {
  const end = Math.min(width, centersBefore(right));
  for (let column = Math.max(0, centersBefore(left)); column < end; column++) {
    const at = (row * width + column) * 4;
    data[at] = color >> 16;
    data[at + 1] = (color >> 8) & 0xff;
    data[at + 2] = color & 0xff;
    data[at + 3] = 0xff;
  }
}

/** How many pixels, counted from 0, have their centers before a coordinate. */
function centersBefore(coordinate: number): number {
  return Math.ceil(coordinate - 0.5);
}
