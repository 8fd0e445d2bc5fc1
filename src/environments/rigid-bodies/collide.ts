import { LINEAR_SLOP, SKIN } from "./constants.ts";
import type { Contact, ContactPoint } from "./contact.ts";
import type { GroundShape } from "./ground.ts";

/** The skins of both. */
const REACH = 2 * SKIN;

/** The incident side, clipped: its two ends and which they are. */
const ends = { firstX: 0, firstY: 0, firstId: 0, secondX: 0, secondY: 0, secondId: 0 };

/** The most separating side that `findSide` found. */
const side = { index: 0, separation: 0 };

/**
 * Finds where a body touches a shape of the ground: up to two points. The side that separates most is the reference side;
 * the opposite side of the other shape is clipped to it. Points that were there before keep their impulses.
 */
export function collide(contact: Contact, ground: GroundShape): void {
  const { first, second } = contact;
  const firstId = contact.count > 0 ? first.id : NONE;
  const secondId = contact.count > 1 ? second.id : NONE;
  const { push: firstPush, rub: firstRub } = first;
  const { push: secondPush, rub: secondRub } = second;
  findPoints(contact, ground);
  keepImpulses(first, firstId, firstPush, firstRub, secondId, secondPush, secondRub);
  keepImpulses(second, firstId, firstPush, firstRub, secondId, secondPush, secondRub);
}

/** The id of no point. */
const NONE = -1;

function keepImpulses(
  point: ContactPoint,
  firstId: number,
  firstPush: number,
  firstRub: number,
  secondId: number,
  secondPush: number,
  secondRub: number,
): void {
  const { id } = point;
  point.push = id === firstId ? firstPush : id === secondId ? secondPush : 0;
  point.rub = id === firstId ? firstRub : id === secondId ? secondRub : 0;
}

function findPoints(contact: Contact, ground: GroundShape): void {
  const { body } = contact;
  const { count } = body.shape;
  contact.count = 0;

  if (ground.count === 2) findSideOfEdge(ground, body.x, body.y, body.vertices, count);
  else findSide(ground.vertices, ground.normals, ground.count, body.vertices, count);
  const { index: groundSide, separation: fromGround } = side;
  if (fromGround > REACH) return;

  findSide(body.vertices, body.normals, count, ground.vertices, ground.count);
  const { index: bodySide, separation: fromBody } = side;
  if (fromBody > REACH) return;

  // The ground's side is kept unless the body's separates clearly more, so that it does not flicker.
  const threshold = ground.count === 2 ? 0.98 * fromGround + 0.001 : fromGround + 0.1 * LINEAR_SLOP;
  contact.onGround = fromBody <= threshold;
  const extension = ground.count === 2 ? 0 : REACH;
  if (contact.onGround) {
    clip(
      contact,
      ground.vertices,
      ground.normals,
      groundSide,
      ground.count,
      body.vertices,
      body.normals,
      count,
      extension,
    );
  } else {
    clip(
      contact,
      body.vertices,
      body.normals,
      bodySide,
      count,
      ground.vertices,
      ground.normals,
      ground.count,
      extension,
    );
  }
}

/** The side of one polygon that separates the corners of another most. */
function findSide(
  vertices: Float64Array,
  normals: Float64Array,
  count: number,
  corners: Float64Array,
  cornerCount: number,
): void {
  side.separation = -Infinity;
  for (let i = 0; i < count; i += 1) {
    const separation = separationFrom(vertices, normals, i, corners, cornerCount);
    if (separation > side.separation) {
      side.separation = separation;
      side.index = i;
    }
  }
}

/** Of the two sides of a line, that on which the body's center is. */
function findSideOfEdge(
  { vertices, normals }: GroundShape,
  x: number,
  y: number,
  corners: Float64Array,
  cornerCount: number,
): void {
  const isFirst = normals[0] * (x - vertices[0]) + normals[1] * (y - vertices[1]) >= 0;
  side.index = isFirst ? 0 : 1;
  side.separation = separationFrom(vertices, normals, side.index, corners, cornerCount);
}

function separationFrom(
  vertices: Float64Array,
  normals: Float64Array,
  i: number,
  corners: Float64Array,
  cornerCount: number,
): number {
  const normalX = normals[2 * i];
  const normalY = normals[2 * i + 1];
  const x = vertices[2 * i];
  const y = vertices[2 * i + 1];
  let least = Infinity;
  for (let j = 0; j < cornerCount; j += 1) {
    const separation = normalX * (corners[2 * j] - x) + normalY * (corners[2 * j + 1] - y);
    if (separation < least) least = separation;
  }
  return least;
}

/** Clips the side that is opposite to the reference side, and makes the ends that are near enough points of contact. */
function clip(
  contact: Contact,
  vertices: Float64Array,
  normals: Float64Array,
  reference: number,
  count: number,
  otherVertices: Float64Array,
  otherNormals: Float64Array,
  otherCount: number,
  extension: number,
): void {
  const next = reference + 1 < count ? reference + 1 : 0;
  const normalX = normals[2 * reference];
  const normalY = normals[2 * reference + 1];
  const startX = vertices[2 * reference];
  const startY = vertices[2 * reference + 1];

  let incident = 0;
  let least = Infinity;
  for (let i = 0; i < otherCount; i += 1) {
    const along = normalX * otherNormals[2 * i] + normalY * otherNormals[2 * i + 1];
    if (along < least) {
      least = along;
      incident = i;
    }
  }
  const after = incident + 1 < otherCount ? incident + 1 : 0;
  ends.firstX = otherVertices[2 * incident];
  ends.firstY = otherVertices[2 * incident + 1];
  ends.firstId = incident;
  ends.secondX = otherVertices[2 * after];
  ends.secondY = otherVertices[2 * after + 1];
  ends.secondId = after;

  // A side runs counterclockwise: its direction is the normal turned to the left.
  const alongX = -normalY;
  const alongY = normalX;
  const endX = vertices[2 * next];
  const endY = vertices[2 * next + 1];
  if (!clipEnds(-alongX, -alongY, -(alongX * startX + alongY * startY) + extension, reference)) return;
  if (!clipEnds(alongX, alongY, alongX * endX + alongY * endY + extension, next)) return;

  const { body, onGround } = contact;
  if (onGround) {
    contact.localNormalX = normalX;
    contact.localNormalY = normalY;
    contact.localX = startX;
    contact.localY = startY;
  } else {
    contact.localNormalX = body.shape.normals[2 * reference];
    contact.localNormalY = body.shape.normals[2 * reference + 1];
    contact.localX = body.shape.vertices[2 * reference];
    contact.localY = body.shape.vertices[2 * reference + 1];
  }
  const owner = onGround ? 0 : OF_BODY;
  if (normalX * (ends.firstX - startX) + normalY * (ends.firstY - startY) <= REACH) {
    addPoint(contact, ends.firstX, ends.firstY, ends.firstId + owner);
  }
  if (normalX * (ends.secondX - startX) + normalY * (ends.secondY - startY) <= REACH) {
    addPoint(contact, ends.secondX, ends.secondY, ends.secondId + owner);
  }
}

/** Numbers of ends: a corner of the incident side, or where a corner of the reference side cut it. */
const CUT = 16;
const OF_BODY = 256;

/** Cuts off what is beyond a line; the end that stays comes first. @returns whether anything is left */
function clipEnds(normalX: number, normalY: number, offset: number, corner: number): boolean {
  const first = normalX * ends.firstX + normalY * ends.firstY - offset;
  const second = normalX * ends.secondX + normalY * ends.secondY - offset;
  if (first > 0 && second > 0) return false;
  if (first * second >= 0) return first <= 0 && second <= 0;
  const share = first / (first - second);
  const x = ends.firstX + share * (ends.secondX - ends.firstX);
  const y = ends.firstY + share * (ends.secondY - ends.firstY);
  const id = CUT * (1 + corner) + (ends.firstId % CUT);
  if (first > 0) {
    ends.firstX = ends.secondX;
    ends.firstY = ends.secondY;
    ends.firstId = ends.secondId;
  }
  ends.secondX = x;
  ends.secondY = y;
  ends.secondId = id;
  return true;
}

function addPoint(contact: Contact, x: number, y: number, id: number): void {
  const { body } = contact;
  const point = contact.count === 0 ? contact.first : contact.second;
  contact.count += 1;
  point.id = id;
  if (contact.onGround) {
    const fromX = x - body.x;
    const fromY = y - body.y;
    point.x = body.cos * fromX + body.sin * fromY;
    point.y = -body.sin * fromX + body.cos * fromY;
  } else {
    point.x = x;
    point.y = y;
  }
}
