import { sinCos } from "../../math/elementary/sin-cos.ts";
import { MAX_ROTATION, MAX_TRANSLATION, SKIN } from "./constants.ts";
import { type Pair, type Polygon, polygon } from "./polygon.ts";

/** The sine and the cosine of an angle. */
const ofAngle = new Float64Array(new ArrayBuffer(16));

/** What a body is made of. */
export interface BodyDesign {
  /** The 3 to 8 corners of a convex polygon, counterclockwise, relative to the body's origin, in m. */
  readonly corners: readonly Pair[];
  /** In kg/m². */
  readonly density: number;
  /** The coefficient of friction. */
  readonly friction: number;
}

/** A rigid body. Positions are those of its center of mass. */
export interface Body {
  readonly shape: Polygon;
  readonly friction: number;
  readonly inverseMass: number;
  readonly inverseInertia: number;
  x: number;
  y: number;
  angle: number;
  vx: number;
  vy: number;
  spin: number;
  /** Where the step began, or how far into it, from 0 to 1, contact has stopped the body until now. */
  startX: number;
  startY: number;
  startAngle: number;
  startTime: number;
  /** The force on the center of mass (N) and the torque (N·m) of the next step. */
  forceX: number;
  forceY: number;
  torque: number;
  cos: number;
  sin: number;
  /** The polygon's corners and normals where the body is. */
  readonly vertices: Float64Array;
  readonly normals: Float64Array;
  /** Scratch: the velocities before a pass of the solver. */
  beforeX: number;
  beforeY: number;
  beforeSpin: number;
  /** Bounds that are wide enough for a few steps: what overlaps them is in the list of contacts. */
  lowX: number;
  lowY: number;
  highX: number;
  highY: number;
}

export function createBody({ corners, density, friction }: BodyDesign): Body {
  const shape = polygon(corners);
  return {
    shape,
    friction,
    inverseMass: 1 / (density * shape.area),
    inverseInertia: 1 / (density * shape.inertia),
    x: 0,
    y: 0,
    angle: 0,
    vx: 0,
    vy: 0,
    spin: 0,
    startX: 0,
    startY: 0,
    startAngle: 0,
    startTime: 0,
    forceX: 0,
    forceY: 0,
    torque: 0,
    cos: 1,
    sin: 0,
    vertices: new Float64Array(2 * shape.count),
    normals: new Float64Array(2 * shape.count),
    beforeX: 0,
    beforeY: 0,
    beforeSpin: 0,
    lowX: 0,
    lowY: 0,
    highX: 0,
    highY: 0,
  };
}

/** Puts the body's origin to a place, at rest. */
export function placeBody(body: Body, x: number, y: number, angle: number): void {
  const [centerX, centerY] = body.shape.center;
  sinCos(angle, ofAngle);
  const [s, c] = ofAngle;
  body.x = x + c * centerX - s * centerY;
  body.y = y + s * centerX + c * centerY;
  body.angle = angle;
  body.vx = body.vy = body.spin = 0;
  body.lowX = body.lowY = Infinity; // empty bounds, which the first step widens
  body.highX = body.highY = -Infinity;
}

/** Where the origin of the body is, in x. */
export function originX({ x, cos, sin, shape: { center } }: Body): number {
  return x - (cos * center[0] - sin * center[1]);
}

/** Where the origin of the body is, in y. */
export function originY({ y, cos, sin, shape: { center } }: Body): number {
  return y - (sin * center[0] + cos * center[1]);
}

/** Brings cosine, sine, corners and normals to where the body is. */
export function moveShape(body: Body): void {
  sinCos(body.angle, ofAngle);
  const s = ofAngle[0];
  const c = ofAngle[1];
  body.sin = s;
  body.cos = c;
  const { vertices, normals, x, y, shape } = body;
  for (let i = 0; i < 2 * shape.count; i += 2) {
    const localX = shape.vertices[i];
    const localY = shape.vertices[i + 1];
    vertices[i] = x + c * localX - s * localY;
    vertices[i + 1] = y + s * localX + c * localY;
    const normalX = shape.normals[i];
    const normalY = shape.normals[i + 1];
    normals[i] = c * normalX - s * normalY;
    normals[i + 1] = s * normalX + c * normalY;
  }
}

/** Moves the body's center and angle by its velocity, for a time. Beyond the largest way of a step it is slowed down. */
export function moveBody(body: Body, time: number): void {
  const way = time * Math.sqrt(body.vx * body.vx + body.vy * body.vy);
  if (way > MAX_TRANSLATION) {
    body.vx *= MAX_TRANSLATION / way;
    body.vy *= MAX_TRANSLATION / way;
  }
  const rotation = Math.abs(time * body.spin);
  if (rotation > MAX_ROTATION) body.spin *= MAX_ROTATION / rotation;
  body.x += time * body.vx;
  body.y += time * body.vy;
  body.angle += time * body.spin;
}

/** Adds an impulse (N·s) at a point. */
export function applyImpulse(body: Body, impulseX: number, impulseY: number, x: number, y: number): void {
  body.vx += body.inverseMass * impulseX;
  body.vy += body.inverseMass * impulseY;
  body.spin += body.inverseInertia * ((x - body.x) * impulseY - (y - body.y) * impulseX);
}

/** How much the bounds are wider than the body, and how many steps ahead they reach in its direction. */
const MARGIN = 0.1;
const STEPS_AHEAD = 2;

/**
 * Widens the bounds if the way of the step leads out of them, from the corners in `before` to those of now.
 *
 * @returns whether they changed
 */
export function widenBounds(body: Body, before: Float64Array): boolean {
  const { vertices, shape } = body;
  let lowX = Infinity;
  let lowY = Infinity;
  let highX = -Infinity;
  let highY = -Infinity;
  for (let i = 0; i < 2 * shape.count; i += 2) {
    lowX = Math.min(lowX, before[i], vertices[i]);
    lowY = Math.min(lowY, before[i + 1], vertices[i + 1]);
    highX = Math.max(highX, before[i], vertices[i]);
    highY = Math.max(highY, before[i + 1], vertices[i + 1]);
  }
  lowX -= SKIN;
  lowY -= SKIN;
  highX += SKIN;
  highY += SKIN;
  if (lowX >= body.lowX && lowY >= body.lowY && highX <= body.highX && highY <= body.highY) return false;
  const aheadX = STEPS_AHEAD * (body.x - body.startX);
  const aheadY = STEPS_AHEAD * (body.y - body.startY);
  body.lowX = lowX - MARGIN + Math.min(0, aheadX);
  body.lowY = lowY - MARGIN + Math.min(0, aheadY);
  body.highX = highX + MARGIN + Math.max(0, aheadX);
  body.highY = highY + MARGIN + Math.max(0, aheadY);
  return true;
}
