import { sinCos } from "../../math/elementary/sin-cos.ts";
import type { Body } from "./body.ts";
import { ANGULAR_SLOP, LINEAR_SLOP, MAX_ANGULAR_CORRECTION } from "./constants.ts";
import type { Pair } from "./polygon.ts";

/** The sines and the cosines of the angles of both bodies. */
const ofFirst = new Float64Array(new ArrayBuffer(16));
const ofSecond = new Float64Array(new ArrayBuffer(16));

/** A hinge between two bodies, with a motor and with limits to its angle. */
export interface JointDesign {
  /** The numbers of the two bodies, which do not collide. */
  readonly bodies: Pair;
  /** Where the hinge is on the first body and on the second, relative to their origins (m). */
  readonly anchors: readonly [first: Pair, second: Pair];
  /** The least and the greatest angle of the second body less that of the first (rad). */
  readonly limits: Pair;
  /** What speed the motor aims at (rad/s), and by at most what torque (N·m). */
  readonly motorSpeed: number;
  readonly maxTorque: number;
}

/** Which limit the angle is at. */
export const BETWEEN = 0;
export const AT_LOWER = 1;
export const AT_UPPER = 2;

export interface Joint {
  readonly first: Body;
  readonly second: Body;
  /** The anchors from the centers of mass, in the bodies' own coordinates. */
  readonly firstAnchor: Pair;
  readonly secondAnchor: Pair;
  readonly limits: Pair;
  motorSpeed: number;
  maxTorque: number;
  /** The largest impulse of the motor in a step. */
  mostImpulse: number;
  /** The impulses of hinge, limit and motor, which the next step begins with. */
  impulseX: number;
  impulseY: number;
  limitImpulse: number;
  motorImpulse: number;
  limit: number;
  /** Scratch: the motor's impulse before a pass of the solver. */
  beforeImpulse: number;
  /** The anchors from the centers of mass, where the bodies are. */
  firstX: number;
  firstY: number;
  secondX: number;
  secondY: number;
  /** How hinge and limit act on each other, and the mass of the motor: of the symmetric matrix of their masses. */
  k13: number;
  k23: number;
  motorMass: number;
  /** The inverse of the matrix, negated: of the hinge alone, and of hinge and limit. */
  hinge11: number;
  hinge12: number;
  hinge22: number;
  both11: number;
  both12: number;
  both13: number;
  both22: number;
  both23: number;
  both33: number;
}

export function createJoint(design: JointDesign, bodies: readonly Body[]): Joint {
  const [first, second] = design.bodies.map((index) => bodies[index]);
  return {
    first,
    second,
    firstAnchor: fromCenter(first, design.anchors[0]),
    secondAnchor: fromCenter(second, design.anchors[1]),
    limits: design.limits,
    motorSpeed: design.motorSpeed,
    maxTorque: design.maxTorque,
    mostImpulse: 0,
    impulseX: 0,
    impulseY: 0,
    limitImpulse: 0,
    motorImpulse: 0,
    limit: BETWEEN,
    beforeImpulse: 0,
    firstX: 0,
    firstY: 0,
    secondX: 0,
    secondY: 0,
    k13: 0,
    k23: 0,
    motorMass: 0,
    hinge11: 0,
    hinge12: 0,
    hinge22: 0,
    both11: 0,
    both12: 0,
    both13: 0,
    both22: 0,
    both23: 0,
    both33: 0,
  };
}

function fromCenter({ shape: { center } }: Body, [x, y]: Pair): Pair {
  return [x - center[0], y - center[1]];
}

/** The angle of the hinge (rad). */
export function jointAngle({ first, second }: Joint): number {
  return second.angle - first.angle;
}

/** How fast the angle of the hinge changes (rad/s). */
export function jointSpeed({ first, second }: Joint): number {
  return second.spin - first.spin;
}

/** Sets up the velocity constraints where the bodies are now, and begins with the impulses of the step before. */
export function prepareJoint(joint: Joint, timeStep: number): void {
  const { first, second, firstAnchor, secondAnchor, limits } = joint;
  const firstX = first.cos * firstAnchor[0] - first.sin * firstAnchor[1];
  const firstY = first.sin * firstAnchor[0] + first.cos * firstAnchor[1];
  const secondX = second.cos * secondAnchor[0] - second.sin * secondAnchor[1];
  const secondY = second.sin * secondAnchor[0] + second.cos * secondAnchor[1];
  const { inverseMass: m1, inverseInertia: i1 } = first;
  const { inverseMass: m2, inverseInertia: i2 } = second;
  joint.firstX = firstX;
  joint.firstY = firstY;
  joint.secondX = secondX;
  joint.secondY = secondY;
  const k11 = m1 + m2 + firstY * firstY * i1 + secondY * secondY * i2;
  const k12 = -firstY * firstX * i1 - secondY * secondX * i2;
  const k13 = -firstY * i1 - secondY * i2;
  const k22 = m1 + m2 + firstX * firstX * i1 + secondX * secondX * i2;
  const k23 = firstX * i1 + secondX * i2;
  const k33 = i1 + i2;
  joint.k13 = k13;
  joint.k23 = k23;
  joint.motorMass = 1 / k33;
  joint.mostImpulse = timeStep * joint.maxTorque;
  const hinge = -1 / (k11 * k22 - k12 * k12);
  joint.hinge11 = hinge * k22;
  joint.hinge12 = -hinge * k12;
  joint.hinge22 = hinge * k11;

  const angle = jointAngle(joint);
  const limit = angle <= limits[0] ? AT_LOWER : angle >= limits[1] ? AT_UPPER : BETWEEN;
  if (limit !== joint.limit || limit === BETWEEN) joint.limitImpulse = 0;
  joint.limit = limit;
  if (limit !== BETWEEN) {
    const c11 = k22 * k33 - k23 * k23; // cofactors
    const c12 = k13 * k23 - k12 * k33;
    const c13 = k12 * k23 - k13 * k22;
    const both = -1 / (k11 * c11 + k12 * c12 + k13 * c13);
    joint.both11 = both * c11;
    joint.both12 = both * c12;
    joint.both13 = both * c13;
    joint.both22 = both * (k11 * k33 - k13 * k13);
    joint.both23 = both * (k12 * k13 - k11 * k23);
    joint.both33 = both * (k11 * k22 - k12 * k12);
  }

  push(joint, joint.impulseX, joint.impulseY, joint.motorImpulse + joint.limitImpulse);
}

/** Adds an impulse at the hinge and one around it to the second body, and their opposites to the first. */
function push(joint: Joint, x: number, y: number, around: number): void {
  const { first, second } = joint;
  first.vx -= first.inverseMass * x;
  first.vy -= first.inverseMass * y;
  first.spin -= first.inverseInertia * (joint.firstX * y - joint.firstY * x + around);
  second.vx += second.inverseMass * x;
  second.vy += second.inverseMass * y;
  second.spin += second.inverseInertia * (joint.secondX * y - joint.secondY * x + around);
}

/**
 * One pass over the velocities: the motor, then the hinge together with the limit if the angle is at one. There are up to 180
 * of them in a step: it is one function of local numbers, since a number handed to another function may go by the heap.
 */
export function solveJoint(joint: Joint): void {
  const { first, second, firstX, firstY, secondX, secondY } = joint;
  const { inverseMass: m1, inverseInertia: i1 } = first;
  const { inverseMass: m2, inverseInertia: i2 } = second;

  const most = joint.mostImpulse;
  const wanted = joint.motorImpulse - (second.spin - first.spin - joint.motorSpeed) * joint.motorMass;
  const motorImpulse = Math.max(-most, Math.min(most, wanted));
  const motorChange = motorImpulse - joint.motorImpulse;
  joint.motorImpulse = motorImpulse;
  const firstSpin = first.spin - i1 * motorChange;
  const secondSpin = second.spin + i2 * motorChange;

  // How fast the anchors move apart.
  let apartX = second.vx - secondSpin * secondY - first.vx + firstSpin * firstY;
  let apartY = second.vy + secondSpin * secondX - first.vy - firstSpin * firstX;

  let x = 0;
  let y = 0;
  let around = 0;
  let isHingeAlone = true;
  if (joint.limit !== BETWEEN) {
    const turning = secondSpin - firstSpin;
    around = joint.both13 * apartX + joint.both23 * apartY + joint.both33 * turning;
    const limitImpulse = joint.limitImpulse + around;
    isHingeAlone = joint.limit === AT_LOWER ? limitImpulse < 0 : limitImpulse > 0;
    if (isHingeAlone) {
      // A limit only pushes: what it pushed is taken back, and the hinge alone is solved.
      around = -joint.limitImpulse;
      apartX += around * joint.k13;
      apartY += around * joint.k23;
      joint.limitImpulse = 0;
    } else {
      x = joint.both11 * apartX + joint.both12 * apartY + joint.both13 * turning;
      y = joint.both12 * apartX + joint.both22 * apartY + joint.both23 * turning;
      joint.limitImpulse = limitImpulse;
    }
  }
  if (isHingeAlone) {
    x = joint.hinge11 * apartX + joint.hinge12 * apartY;
    y = joint.hinge12 * apartX + joint.hinge22 * apartY;
  }
  joint.impulseX += x;
  joint.impulseY += y;
  first.vx -= m1 * x;
  first.vy -= m1 * y;
  first.spin = firstSpin - i1 * (firstX * y - firstY * x + around);
  second.vx += m2 * x;
  second.vy += m2 * y;
  second.spin = secondSpin + i2 * (secondX * y - secondY * x + around);
}

/**
 * One pass over the positions: brings the angle back to its limits and the anchors together.
 *
 * @returns whether both were near enough before
 */
export function joinBodies(joint: Joint): boolean {
  const { first, second, firstAnchor, secondAnchor, limits, motorMass } = joint;
  const { inverseMass: m1, inverseInertia: i1 } = first;
  const { inverseMass: m2, inverseInertia: i2 } = second;
  let angularError = 0;
  if (joint.limit !== BETWEEN) {
    const isLower = joint.limit === AT_LOWER;
    const beyond = isLower ? limits[0] - jointAngle(joint) : jointAngle(joint) - limits[1];
    angularError = beyond;
    const correction = Math.max(0, Math.min(MAX_ANGULAR_CORRECTION, beyond - ANGULAR_SLOP));
    const impulse = (isLower ? correction : -correction) * motorMass;
    first.angle -= i1 * impulse;
    second.angle += i2 * impulse;
  }

  sinCos(first.angle, ofFirst);
  sinCos(second.angle, ofSecond);
  const s1 = ofFirst[0];
  const c1 = ofFirst[1];
  const s2 = ofSecond[0];
  const c2 = ofSecond[1];
  const firstX = c1 * firstAnchor[0] - s1 * firstAnchor[1];
  const firstY = s1 * firstAnchor[0] + c1 * firstAnchor[1];
  const secondX = c2 * secondAnchor[0] - s2 * secondAnchor[1];
  const secondY = s2 * secondAnchor[0] + c2 * secondAnchor[1];
  const apartX = second.x + secondX - first.x - firstX;
  const apartY = second.y + secondY - first.y - firstY;

  const k11 = m1 + m2 + i1 * firstY * firstY + i2 * secondY * secondY;
  const k12 = -i1 * firstX * firstY - i2 * secondX * secondY;
  const k22 = m1 + m2 + i1 * firstX * firstX + i2 * secondX * secondX;
  const inverse = -1 / (k11 * k22 - k12 * k12);
  const x = inverse * (k22 * apartX - k12 * apartY);
  const y = inverse * (k11 * apartY - k12 * apartX);
  first.x -= m1 * x;
  first.y -= m1 * y;
  first.angle -= i1 * (firstX * y - firstY * x);
  second.x += m2 * x;
  second.y += m2 * y;
  second.angle += i2 * (secondX * y - secondY * x);
  return apartX * apartX + apartY * apartY <= LINEAR_SLOP * LINEAR_SLOP && angularError <= ANGULAR_SLOP;
}
