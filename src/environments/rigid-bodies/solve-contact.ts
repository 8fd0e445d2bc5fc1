import { sinCos } from "../../math/elementary/sin-cos.ts";
import { LINEAR_SLOP, MAX_LINEAR_CORRECTION, SKIN } from "./constants.ts";
import type { Contact, ContactPoint } from "./contact.ts";

/** The sine and the cosine of an angle. */
const ofAngle = new Float64Array(new ArrayBuffer(16));

/**
 * Sets up the velocity constraints of a contact where the body is now: no point may move into the ground, and friction
 * opposes sliding up to its coefficient times the push (Catto, "Iterative Dynamics with Temporal Coherence", 2005).
 *
 * @param isWarm whether to begin with the impulses of the step before; else with none
 */
export function prepareContact(contact: Contact, isWarm: boolean): void {
  const { body, first, second } = contact;
  const { inverseMass, inverseInertia } = body;
  if (contact.onGround) {
    contact.normalX = contact.localNormalX;
    contact.normalY = contact.localNormalY;
  } else {
    contact.normalX = -(body.cos * contact.localNormalX - body.sin * contact.localNormalY);
    contact.normalY = -(body.sin * contact.localNormalX + body.cos * contact.localNormalY);
  }
  preparePoint(contact, first, isWarm);
  contact.solved = contact.count;
  if (contact.count === 1) return;

  preparePoint(contact, second, isWarm);
  const firstArm = first.armX * contact.normalY - first.armY * contact.normalX;
  const secondArm = second.armX * contact.normalY - second.armY * contact.normalX;
  const k11 = inverseMass + inverseInertia * firstArm * firstArm;
  const k12 = inverseMass + inverseInertia * firstArm * secondArm;
  const k22 = inverseMass + inverseInertia * secondArm * secondArm;
  const determinant = k11 * k22 - k12 * k12;
  if (k11 * k11 >= MAX_CONDITION * determinant) {
    contact.solved = 1; // both points do the same
    return;
  }
  contact.k11 = k11;
  contact.k12 = k12;
  contact.k22 = k22;
  contact.inverse11 = k22 / determinant;
  contact.inverse12 = -k12 / determinant;
  contact.inverse22 = k11 / determinant;
}

const MAX_CONDITION = 1000;

function preparePoint(contact: Contact, point: ContactPoint, isWarm: boolean): void {
  const { body, normalX, normalY } = contact;
  const { inverseMass, inverseInertia } = body;
  const separation = separationOf(contact, point, body.cos, body.sin);
  // Half-way between the two skins. `where` is on the incident shape.
  const shift = contact.onGround ? -separation / 2 : separation / 2;
  point.armX = where.x + shift * normalX - body.x;
  point.armY = where.y + shift * normalY - body.y;
  const normalArm = point.armX * normalY - point.armY * normalX;
  const tangentArm = -(point.armX * normalX + point.armY * normalY); // of the tangent (normalY, −normalX)
  point.normalMass = 1 / (inverseMass + inverseInertia * normalArm * normalArm);
  point.tangentMass = 1 / (inverseMass + inverseInertia * tangentArm * tangentArm);
  point.normalImpulse = isWarm ? point.push : 0;
  point.tangentImpulse = isWarm ? point.rub : 0;
}

/** The point on the incident shape, from `separationOf`. */
const where = { x: 0, y: 0 };

/** How far a point is from the reference side, without skins, for a body at this angle. */
function separationOf(contact: Contact, point: ContactPoint, c: number, s: number): number {
  const { body, localNormalX, localNormalY, localX, localY } = contact;
  if (contact.onGround) {
    where.x = body.x + c * point.x - s * point.y;
    where.y = body.y + s * point.x + c * point.y;
    return (where.x - localX) * localNormalX + (where.y - localY) * localNormalY;
  }
  where.x = point.x;
  where.y = point.y;
  const fromX = point.x - body.x;
  const fromY = point.y - body.y;
  return (c * fromX + s * fromY - localX) * localNormalX + (c * fromY - s * fromX - localY) * localNormalY;
}

/** Begins with the impulses that the points have. */
export function startContact(contact: Contact): void {
  startPoint(contact, contact.first);
  if (contact.solved === 2) startPoint(contact, contact.second);
}

function startPoint({ body, normalX, normalY }: Contact, point: ContactPoint): void {
  const { normalImpulse, tangentImpulse } = point;
  const x = normalImpulse * normalX + tangentImpulse * normalY;
  const y = normalImpulse * normalY - tangentImpulse * normalX;
  body.vx += body.inverseMass * x;
  body.vy += body.inverseMass * y;
  body.spin += body.inverseInertia * (point.armX * y - point.armY * x);
}

/** Keeps the impulses for the step after. */
export function keepContact({ first, second, solved }: Contact): void {
  first.push = first.normalImpulse;
  first.rub = first.tangentImpulse;
  if (solved < 2) return;
  second.push = second.normalImpulse;
  second.rub = second.tangentImpulse;
}

/** One pass over the velocities: friction, then the pushes of both points together. */
export function solveContact(contact: Contact): void {
  const { first, second } = contact;
  rub(contact, first);
  if (contact.solved === 1) {
    const impulse = Math.max(0, first.normalImpulse - first.normalMass * approach(contact, first));
    push(contact, first, impulse - first.normalImpulse);
    first.normalImpulse = impulse;
    return;
  }
  rub(contact, second);
  solveBoth(contact);
}

/** How fast the point moves away from the ground. */
function approach({ body, normalX, normalY }: Contact, point: ContactPoint): number {
  return (body.vx - body.spin * point.armY) * normalX + (body.vy + body.spin * point.armX) * normalY;
}

function rub({ body, normalX, normalY, friction }: Contact, point: ContactPoint): void {
  const { armX, armY } = point;
  const sliding = (body.vx - body.spin * armY) * normalY - (body.vy + body.spin * armX) * normalX;
  const most = friction * point.normalImpulse;
  const impulse = Math.max(-most, Math.min(most, point.tangentImpulse - point.tangentMass * sliding));
  const change = impulse - point.tangentImpulse;
  point.tangentImpulse = impulse;
  const x = change * normalY;
  const y = -change * normalX;
  body.vx += body.inverseMass * x;
  body.vy += body.inverseMass * y;
  body.spin += body.inverseInertia * (armX * y - armY * x);
}

function push({ body, normalX, normalY }: Contact, { armX, armY }: ContactPoint, impulse: number): void {
  body.vx += body.inverseMass * impulse * normalX;
  body.vy += body.inverseMass * impulse * normalY;
  body.spin += body.inverseInertia * impulse * (armX * normalY - armY * normalX);
}

/**
 * Both pushes at once, a linear complementarity problem of two unknowns: pushes ≥ 0, velocities after them ≥ 0, and of
 * each point one of the two is 0. The four cases are tried in turn.
 */
function solveBoth(contact: Contact): void {
  const { first, second, k11, k12, k22 } = contact;
  const before1 = first.normalImpulse;
  const before2 = second.normalImpulse;
  // The velocities if there were no pushes.
  const free1 = approach(contact, first) - (k11 * before1 + k12 * before2);
  const free2 = approach(contact, second) - (k12 * before1 + k22 * before2);

  let impulse1 = -(contact.inverse11 * free1 + contact.inverse12 * free2);
  let impulse2 = -(contact.inverse12 * free1 + contact.inverse22 * free2);
  if (!(impulse1 >= 0 && impulse2 >= 0)) {
    impulse1 = -first.normalMass * free1;
    impulse2 = 0;
    if (!(impulse1 >= 0 && k12 * impulse1 + free2 >= 0)) {
      impulse1 = 0;
      impulse2 = -second.normalMass * free2;
      if (!(impulse2 >= 0 && k12 * impulse2 + free1 >= 0)) {
        impulse2 = 0;
        if (!(free1 >= 0 && free2 >= 0)) return; // rounding left no case; the next pass finds one
      }
    }
  }
  first.normalImpulse = impulse1;
  second.normalImpulse = impulse2;
  push(contact, first, impulse1 - before1);
  push(contact, second, impulse2 - before2);
}

/**
 * One pass over the positions: pushes the body out of the ground, by the share `strength` of what it is too deep.
 *
 * @returns the deepest separation that it met, negative inside
 */
export function separate(contact: Contact, strength: number): number {
  const least = separatePoint(contact, contact.first, strength);
  return contact.count === 1 ? least : Math.min(least, separatePoint(contact, contact.second, strength));
}

function separatePoint(contact: Contact, point: ContactPoint, strength: number): number {
  const { body, localNormalX, localNormalY, onGround } = contact;
  sinCos(body.angle, ofAngle);
  const s = ofAngle[0];
  const c = ofAngle[1];
  const separation = separationOf(contact, point, c, s) - 2 * SKIN;
  const normalX = onGround ? localNormalX : -(c * localNormalX - s * localNormalY);
  const normalY = onGround ? localNormalY : -(s * localNormalX + c * localNormalY);
  const armX = where.x - body.x;
  const armY = where.y - body.y;
  const correction = Math.max(-MAX_LINEAR_CORRECTION, Math.min(0, strength * (separation + LINEAR_SLOP)));
  if (correction === 0) return separation;
  const arm = armX * normalY - armY * normalX;
  const impulse = -correction / (body.inverseMass + body.inverseInertia * arm * arm);
  body.x += body.inverseMass * impulse * normalX;
  body.y += body.inverseMass * impulse * normalY;
  body.angle += body.inverseInertia * impulse * arm;
  return separation;
}
