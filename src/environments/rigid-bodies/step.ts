import { moveBody, moveShape, widenBounds } from "./body.ts";
import { LINEAR_SLOP, REST_SPEED, REST_SPIN } from "./constants.ts";
import { findContacts, updateContacts } from "./contacts.ts";
import { joinBodies, prepareJoint } from "./joint.ts";
import { keepContact, prepareContact, separate, startContact } from "./solve-contact.ts";
import { solveImpacts } from "./solve-impacts.ts";
import { solveVelocities } from "./solve-velocities.ts";
import type { World } from "./world.ts";

/** How many passes over the positions there are at most, as in Gymnasium's environments. */
const POSITION_PASSES = 60;

/** The share of what a body is too deep in the ground that one pass corrects, and how deep is near enough. */
const CORRECTION = 0.2;
const DEEPEST = -3 * LINEAR_SLOP;

/** The rest after which a world falls asleep (s). */
const TIME_TO_SLEEP = 0.5;

/** The corners of the bodies at the beginning of a step, for the widths of their bounds. */
const before = new Float64Array(16);

/**
 * Prepares a world whose bodies have just been placed: nothing has touched anything, and nothing has pushed.
 */
export function beginWorld(world: World): void {
  world.contactCount = 0;
  world.restTime = 0;
  for (const joint of world.joints) {
    joint.impulseX = joint.impulseY = joint.limitImpulse = joint.motorImpulse = joint.limit = 0;
  }
  for (const body of world.bodies) {
    moveShape(body);
    body.startX = body.x;
    body.startY = body.y;
    widenBounds(body, body.vertices);
    findContacts(world, body);
  }
}

/**
 * One step: forces, joints and contacts change the velocities, these the positions; then joints are brought together and
 * bodies out of the ground; then the bodies that would have gone through the ground are stopped at it. The order is that
 * of Box2D 2.3.
 *
 * @returns whether the bodies came to rest and have stopped
 */
export function stepWorld(world: World): boolean {
  const { bodies } = world;
  updateContacts(world);
  const isAsleep = solveStep(world);
  for (const body of bodies) {
    before.set(body.vertices);
    moveShape(body);
    if (widenBounds(body, before)) findContacts(world, body);
  }
  if (!isAsleep) solveImpacts(world);
  return isAsleep;
}

function solveStep(world: World): boolean {
  const { bodies, joints, design } = world;
  const { timeStep } = design;
  for (const body of bodies) {
    body.startX = body.x;
    body.startY = body.y;
    body.startAngle = body.angle;
    body.startTime = 0;
    body.vx += timeStep * body.inverseMass * body.forceX;
    body.vy += timeStep * (design.gravity + body.inverseMass * body.forceY);
    body.spin += timeStep * body.inverseInertia * body.torque;
    body.forceX = body.forceY = body.torque = 0;
  }

  const { active } = world;
  chooseActive(world);
  for (let i = 0; i < world.activeCount; i += 1) prepareContact(active[i], true);
  for (let i = 0; i < world.activeCount; i += 1) startContact(active[i]);
  for (const joint of joints) prepareJoint(joint, timeStep);
  solveVelocities(world, joints);
  for (let i = 0; i < world.activeCount; i += 1) keepContact(active[i]);
  for (const body of bodies) moveBody(body, timeStep);
  const isSolved = solvePositions(world);
  return rest(world, isSolved);
}

/** The contacts that touch, body by body, the newest first. */
function chooseActive(world: World): void {
  const { bodies, contacts, active } = world;
  world.activeCount = 0;
  for (const body of bodies) {
    for (let i = world.contactCount - 1; i >= 0; i -= 1) {
      const contact = contacts[i];
      if (contact.touching && contact.body === body) active[world.activeCount++] = contact;
    }
  }
}

/** @returns whether all joints and contacts were near enough in the end */
function solvePositions({ joints, active, activeCount }: World): boolean {
  for (let pass = 0; pass < POSITION_PASSES; pass += 1) {
    let isSolved = true;
    for (let i = 0; i < activeCount; i += 1)
      isSolved = separate(active[i], CORRECTION) >= DEEPEST && isSolved;
    for (const joint of joints) isSolved = joinBodies(joint) && isSolved;
    if (isSolved) return true;
  }
  return false;
}

/** Stops the bodies if all of them have been slow for long enough. */
function rest(world: World, isSolved: boolean): boolean {
  const { bodies, design } = world;
  let isSlow = true;
  for (const { vx, vy, spin } of bodies) {
    isSlow &&= vx * vx + vy * vy <= REST_SPEED * REST_SPEED && spin * spin <= REST_SPIN * REST_SPIN;
  }
  world.restTime = isSlow ? world.restTime + design.timeStep : 0;
  if (world.restTime < TIME_TO_SLEEP || !isSolved) return false;
  world.restTime = 0;
  for (const body of bodies) body.vx = body.vy = body.spin = 0;
  return true;
}
