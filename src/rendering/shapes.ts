import type { Point, Shape } from "../environments/index.ts";

/** Corners of a rectangle, for a shape. */
export function rectangle(left: number, top: number, width: number, height: number) {
  const [right, bottom] = [left + width, top + height];
  const polygon: readonly Point[] = [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
  return { polygon };
}

/** A line with round ends. */
export function rod(from: Point, to: Point, thickness: number, color: number): readonly Shape[] {
  const radius = thickness / 2;
  return [
    { line: [from, to], thickness, color },
    { circle: from, radius, color },
    { circle: to, radius, color },
  ];
}
