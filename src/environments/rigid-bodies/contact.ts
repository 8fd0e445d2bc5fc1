import type { Body } from "./body.ts";

/** A point in which a body and the ground touch. */
export interface ContactPoint {
  /** Which corners and sides meet there, to find the point again in the next step. */
  id: number;
  /** In coordinates of what does not have the reference side. */
  x: number;
  y: number;
  /** What pushed and rubbed here in the step before: where the next one begins. */
  push: number;
  rub: number;
  /** The impulses along the normal and along the tangent, of the solver. */
  normalImpulse: number;
  tangentImpulse: number;
  /** From the body's center. */
  armX: number;
  armY: number;
  normalMass: number;
  tangentMass: number;
}

/** A body that is near a shape of the ground. */
export interface Contact {
  body: Body;
  bodyIndex: number;
  /** The number of the ground's shape. */
  shape: number;
  touching: boolean;
  /** How many points there are: 0, 1 or 2. */
  count: number;
  readonly first: ContactPoint;
  readonly second: ContactPoint;
  /** Whether the reference side is one of the ground; else it is the body's. */
  onGround: boolean;
  /** Outward normal of the reference side and a point on it: for a side of the body, relative to its center and angle. */
  localNormalX: number;
  localNormalY: number;
  localX: number;
  localY: number;
  /** From the ground to the body. */
  normalX: number;
  normalY: number;
  friction: number;
  /** How many points the solver takes: 1 of two that cannot be told apart. */
  solved: number;
  /** The matrix of both points' masses, and its inverse. */
  k11: number;
  k12: number;
  k22: number;
  inverse11: number;
  inverse12: number;
  inverse22: number;
  /** When in the step, from 0 to 1, they meet; −1: not known. */
  impact: number;
  /** How often they met within the step. */
  impacts: number;
  /** Whether it is left out for the rest of the step. */
  ignored: boolean;
}

function createPoint(): ContactPoint {
  return {
    id: 0,
    x: 0,
    y: 0,
    push: 0,
    rub: 0,
    normalImpulse: 0,
    tangentImpulse: 0,
    armX: 0,
    armY: 0,
    normalMass: 0,
    tangentMass: 0,
  };
}

export function createContact(body: Body): Contact {
  return {
    body,
    bodyIndex: 0,
    shape: 0,
    touching: false,
    count: 0,
    first: createPoint(),
    second: createPoint(),
    onGround: true,
    localNormalX: 0,
    localNormalY: 0,
    localX: 0,
    localY: 0,
    normalX: 0,
    normalY: 0,
    friction: 0,
    solved: 0,
    k11: 0,
    k12: 0,
    k22: 0,
    inverse11: 0,
    inverse12: 0,
    inverse22: 0,
    impact: -1,
    impacts: 0,
    ignored: false,
  };
}
