import { SKIN } from "./constants.ts";

/**
 * What does not move: a line through points at x = 0, `spacing`, 2 `spacing`, …, and boxes with sides along the axes.
 * The sides of the line and then the boxes are the shapes of the ground, by number.
 */
export interface GroundDesign {
  /** The distance of the points of the line, in x (m). */
  readonly spacing: number;
  /** How many points the line has. */
  readonly points: number;
  /** How many boxes there may be; default 0. */
  readonly boxes?: number;
  /** The coefficient of friction. */
  readonly friction: number;
}

/** The ground of one copy of a world: a part of its state, `groundSize` numbers. */
export interface Ground {
  readonly design: GroundDesign;
  /** From `at` on: the height of each point, how many boxes there are, and of each its low x, low y, high x, high y. */
  numbers: Float64Array;
  at: number;
}

export function groundSize({ points, boxes = 0 }: GroundDesign): number {
  return points + 1 + 4 * boxes;
}

/** A shape of the ground: two corners for a side of the line, four for a box. */
export interface GroundShape {
  count: number;
  readonly vertices: Float64Array;
  readonly normals: Float64Array;
}

export function createGroundShape(): GroundShape {
  return { count: 0, vertices: new Float64Array(8), normals: new Float64Array(8) };
}

const BOX_NORMALS = [0, -1, 1, 0, 0, 1, -1, 0];

/** Reads a shape. The normals of a side are those below and above it. */
export function readGroundShape({ design, numbers, at }: Ground, index: number, shape: GroundShape): void {
  const { vertices, normals } = shape;
  const sides = design.points - 1;
  if (index < sides) {
    shape.count = 2;
    vertices[0] = index * design.spacing;
    vertices[1] = numbers[at + index];
    vertices[2] = (index + 1) * design.spacing;
    vertices[3] = numbers[at + index + 1];
    const alongX = vertices[2] - vertices[0];
    const alongY = vertices[3] - vertices[1];
    const length = Math.sqrt(alongX * alongX + alongY * alongY);
    normals[0] = alongY / length;
    normals[1] = -alongX / length;
    normals[2] = -normals[0];
    normals[3] = -normals[1];
    return;
  }
  const box = at + design.points + 1 + 4 * (index - sides);
  shape.count = 4;
  vertices[0] = vertices[6] = numbers[box];
  vertices[1] = vertices[3] = numbers[box + 1];
  vertices[2] = vertices[4] = numbers[box + 2];
  vertices[5] = vertices[7] = numbers[box + 3];
  for (let i = 0; i < 8; i += 1) normals[i] = BOX_NORMALS[i];
}

/** How much the bounds of the ground are wider than it. */
const MARGIN = SKIN + 0.1;

/** Whether the bounds of a shape of the ground overlap others. */
export function overlapsGround(
  { design, numbers, at }: Ground,
  index: number,
  lowX: number,
  lowY: number,
  highX: number,
  highY: number,
): boolean {
  const sides = design.points - 1;
  if (index < sides) {
    const from = numbers[at + index];
    const to = numbers[at + index + 1];
    return (
      index * design.spacing - MARGIN <= highX &&
      (index + 1) * design.spacing + MARGIN >= lowX &&
      Math.min(from, to) - MARGIN <= highY &&
      Math.max(from, to) + MARGIN >= lowY
    );
  }
  const box = at + design.points + 1 + 4 * (index - sides);
  return (
    numbers[box] - MARGIN <= highX &&
    numbers[box + 2] + MARGIN >= lowX &&
    numbers[box + 1] - MARGIN <= highY &&
    numbers[box + 3] + MARGIN >= lowY
  );
}

/** The first side of the line whose bounds may reach x. */
export function firstSideNear({ design }: Ground, x: number): number {
  return Math.max(0, Math.floor((x - MARGIN) / design.spacing));
}

/** The side after the last one whose bounds may reach x. */
export function sidesNear({ design }: Ground, x: number): number {
  return Math.min(design.points - 1, Math.floor((x + MARGIN) / design.spacing) + 1);
}
