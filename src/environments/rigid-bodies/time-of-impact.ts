import { sinCos } from "../../math/elementary/sin-cos.ts";
import type { Body } from "./body.ts";
import { LINEAR_SLOP, SKIN } from "./constants.ts";
import type { GroundShape } from "./ground.ts";

/** How near counts as an impact, and how exactly that is found. */
const TARGET = Math.max(LINEAR_SLOP, 2 * SKIN - 3 * LINEAR_SLOP);
const TOLERANCE = 0.25 * LINEAR_SLOP;

const MAX_STEPS = 20;
const MAX_PUSHES = 8;
const MAX_BISECTIONS = 50;

/** The time of no impact. */
export const NO_IMPACT = 1;

/** The sine and the cosine of an angle. */
const ofAngle = new Float64Array(new ArrayBuffer(16));

/** The body's corners, and where its center is, at the time of `moveTo`. */
const corners = new Float64Array(16);
const place = { x: 0, y: 0, cos: 1, sin: 0 };

/** The corners or sides that are nearest, from `findNearest`. */
const nearest = { distance: 0, bodyCorner: 0, bodySide: -1, groundCorner: 0, groundSide: -1 };

/** The direction in which the separation is measured; whose it is, the ground's or the body's; and a point on its side. */
const axis = { x: 0, y: 0, ofBody: false, onSide: false, pointX: 0, pointY: 0 };

/**
 * When a body, on its way of the step, comes so near to a shape of the ground that their skins touch: 0 to 1, as a share
 * of what is left of the way; {@link NO_IMPACT} if it does not, or overlaps the shape from the beginning.
 *
 * Conservative advancement along separating axes (Catto, "Continuous Collision", 2013): the axis of the nearest corners
 * or sides gives a time until which there can be no impact; from there the next axis is taken.
 */
export function timeOfImpact(body: Body, ground: GroundShape): number {
  if (isFarFrom(body, ground)) return NO_IMPACT;
  let time = 0;
  for (let step = 0; step < MAX_STEPS; step += 1) {
    moveTo(body, time);
    findNearest(body, ground);
    if (nearest.distance <= 0) return NO_IMPACT;
    if (nearest.distance < TARGET + TOLERANCE) return time;
    chooseAxis(body, ground);

    let until = 1;
    for (let push = 0; ; push += 1) {
      if (push === MAX_PUSHES) break;
      moveTo(body, until);
      const corner = farthestCorner(body, ground);
      let after = separationAt(corner, ground);
      if (after > TARGET + TOLERANCE) return NO_IMPACT;
      if (after > TARGET - TOLERANCE) {
        time = until;
        break;
      }
      moveTo(body, time);
      let before = separationAt(corner, ground);
      if (before < TARGET - TOLERANCE) return NO_IMPACT; // the axis is of no use
      if (before <= TARGET + TOLERANCE) return time;

      // Secant steps and bisections in turn, for the time at which this corner is at the target.
      let from = time;
      let to = until;
      for (let i = 0; i < MAX_BISECTIONS; i += 1) {
        const between =
          i % 2 === 1 ? from + ((TARGET - before) * (to - from)) / (after - before) : (from + to) / 2;
        moveTo(body, between);
        const separation = separationAt(corner, ground);
        if (Math.abs(separation - TARGET) < TOLERANCE) {
          until = between;
          break;
        }
        if (separation > TARGET) {
          from = between;
          before = separation;
        } else {
          to = between;
          after = separation;
        }
      }
    }
  }
  return NO_IMPACT;
}

/** Whether even the circle around the body stays away from the shape, all the way. */
function isFarFrom({ startX, startY, x, y, shape }: Body, { vertices, count }: GroundShape): boolean {
  let radius = 0;
  for (let i = 0; i < shape.count; i += 1) {
    const square = shape.vertices[2 * i] ** 2 + shape.vertices[2 * i + 1] ** 2;
    if (square > radius) radius = square;
  }
  const reach = Math.sqrt(radius) + TARGET + TOLERANCE;
  const lowX = Math.min(startX, x) - reach;
  const highX = Math.max(startX, x) + reach;
  const lowY = Math.min(startY, y) - reach;
  const highY = Math.max(startY, y) + reach;
  let left = true;
  let right = true;
  let below = true;
  let above = true;
  for (let i = 0; i < 2 * count; i += 2) {
    left &&= vertices[i] < lowX;
    right &&= vertices[i] > highX;
    below &&= vertices[i + 1] < lowY;
    above &&= vertices[i + 1] > highY;
  }
  return left || right || below || above;
}

/** Moves the corners to a time of what is left of the step. */
function moveTo({ startX, startY, startAngle, x, y, angle, shape }: Body, time: number): void {
  const left = 1 - time;
  const at = left * startAngle + time * angle;
  place.x = left * startX + time * x;
  place.y = left * startY + time * y;
  sinCos(at, ofAngle);
  place.sin = ofAngle[0];
  place.cos = ofAngle[1];
  for (let i = 0; i < 2 * shape.count; i += 2) {
    corners[i] = place.x + place.cos * shape.vertices[i] - place.sin * shape.vertices[i + 1];
    corners[i + 1] = place.y + place.sin * shape.vertices[i] + place.cos * shape.vertices[i + 1];
  }
}

/** Which corner or side of the body is nearest to which of the ground; distance 0 where the shapes overlap. */
function findNearest({ shape }: Body, { vertices, normals, count }: GroundShape): void {
  nearest.distance = Infinity;
  let isApart = false;
  for (let side = 0; side < shape.count; side += 1) {
    const next = side + 1 < shape.count ? side + 1 : 0;
    const normalX = place.cos * shape.normals[2 * side] - place.sin * shape.normals[2 * side + 1];
    const normalY = place.sin * shape.normals[2 * side] + place.cos * shape.normals[2 * side + 1];
    let least = Infinity;
    for (let i = 0; i < count; i += 1) {
      const x = vertices[2 * i] - corners[2 * side];
      const y = vertices[2 * i + 1] - corners[2 * side + 1];
      const height = normalX * x + normalY * y;
      if (height < least) least = height;
      if (height <= 0 || height >= nearest.distance) continue;
      const along = normalX * y - normalY * x;
      if (along > 0 && along < lengthOf(corners, side, next)) {
        nearest.distance = height;
        nearest.bodySide = side;
        nearest.groundSide = -1;
        nearest.groundCorner = i;
      }
    }
    if (least > 0) isApart = true;
  }
  for (let side = 0; side < count; side += 1) {
    const next = side + 1 < count ? side + 1 : 0;
    const normalX = normals[2 * side];
    const normalY = normals[2 * side + 1];
    let least = Infinity;
    for (let i = 0; i < shape.count; i += 1) {
      const x = corners[2 * i] - vertices[2 * side];
      const y = corners[2 * i + 1] - vertices[2 * side + 1];
      const height = normalX * x + normalY * y;
      if (height < least) least = height;
      if (height <= 0 || height >= nearest.distance) continue;
      const along = normalX * y - normalY * x;
      if (along > 0 && along < lengthOf(vertices, side, next)) {
        nearest.distance = height;
        nearest.bodySide = -1;
        nearest.groundSide = side;
        nearest.bodyCorner = i;
      }
    }
    if (least > 0) isApart = true;
  }
  for (let i = 0; i < shape.count; i += 1) {
    for (let j = 0; j < count; j += 1) {
      const x = corners[2 * i] - vertices[2 * j];
      const y = corners[2 * i + 1] - vertices[2 * j + 1];
      const distance = Math.sqrt(x * x + y * y);
      if (distance >= nearest.distance) continue;
      nearest.distance = distance;
      nearest.bodySide = -1;
      nearest.groundSide = -1;
      nearest.bodyCorner = i;
      nearest.groundCorner = j;
    }
  }
  if (!isApart) nearest.distance = 0;
}

function lengthOf(points: Float64Array, from: number, to: number): number {
  const x = points[2 * to] - points[2 * from];
  const y = points[2 * to + 1] - points[2 * from + 1];
  return Math.sqrt(x * x + y * y);
}

/** The axis of what is nearest now: from the ground's corner to the body's, or the normal of a side. */
function chooseAxis({ shape }: Body, { vertices, normals, count }: GroundShape): void {
  const { bodySide, groundSide, bodyCorner, groundCorner } = nearest;
  axis.onSide = true;
  axis.ofBody = false;
  if (bodySide >= 0) {
    const next = bodySide + 1 < shape.count ? bodySide + 1 : 0;
    axis.ofBody = true;
    axis.x = shape.normals[2 * bodySide];
    axis.y = shape.normals[2 * bodySide + 1];
    axis.pointX = (shape.vertices[2 * bodySide] + shape.vertices[2 * next]) / 2;
    axis.pointY = (shape.vertices[2 * bodySide + 1] + shape.vertices[2 * next + 1]) / 2;
  } else if (groundSide >= 0) {
    const next = groundSide + 1 < count ? groundSide + 1 : 0;
    axis.x = normals[2 * groundSide];
    axis.y = normals[2 * groundSide + 1];
    axis.pointX = (vertices[2 * groundSide] + vertices[2 * next]) / 2;
    axis.pointY = (vertices[2 * groundSide + 1] + vertices[2 * next + 1]) / 2;
  } else {
    axis.onSide = false;
    axis.x = (corners[2 * bodyCorner] - vertices[2 * groundCorner]) / nearest.distance;
    axis.y = (corners[2 * bodyCorner + 1] - vertices[2 * groundCorner + 1]) / nearest.distance;
  }
}

/** The corners that are nearest along the axis: which of the body in the last 8 bits, which of the ground before. */
function farthestCorner({ shape }: Body, { vertices, count }: GroundShape): number {
  if (axis.ofBody) {
    const x = place.cos * axis.x - place.sin * axis.y;
    const y = place.sin * axis.x + place.cos * axis.y;
    return leastAlong(vertices, count, x, y) << 8;
  }
  const bodyCorner = leastAlong(corners, shape.count, axis.x, axis.y);
  if (axis.onSide) return bodyCorner;
  return (leastAlong(vertices, count, -axis.x, -axis.y) << 8) | bodyCorner;
}

function leastAlong(points: Float64Array, count: number, x: number, y: number): number {
  let best = 0;
  let least = Infinity;
  for (let i = 0; i < count; i += 1) {
    const along = points[2 * i] * x + points[2 * i + 1] * y;
    if (along >= least) continue;
    least = along;
    best = i;
  }
  return best;
}

/** The separation of two corners, or of a corner and a side, along the axis, where the body was moved to. */
function separationAt(pair: number, { vertices }: GroundShape): number {
  const bodyCorner = 2 * (pair & 255);
  const groundCorner = 2 * (pair >> 8);
  if (axis.ofBody) {
    const x = vertices[groundCorner] - place.x;
    const y = vertices[groundCorner + 1] - place.y;
    return (
      (place.cos * x + place.sin * y - axis.pointX) * axis.x +
      (place.cos * y - place.sin * x - axis.pointY) * axis.y
    );
  }
  const x = axis.onSide ? axis.pointX : vertices[groundCorner];
  const y = axis.onSide ? axis.pointY : vertices[groundCorner + 1];
  return (corners[bodyCorner] - x) * axis.x + (corners[bodyCorner + 1] - y) * axis.y;
}
