import { type Body, moveBody, moveShape, widenBounds } from "./body.ts";
import { LINEAR_SLOP } from "./constants.ts";
import type { Contact } from "./contact.ts";
import { findContacts, UNKNOWN, updateContact } from "./contacts.ts";
import { readGroundShape } from "./ground.ts";
import type { Joint } from "./joint.ts";
import { prepareContact, separate } from "./solve-contact.ts";
import { solveVelocities } from "./solve-velocities.ts";
import { timeOfImpact } from "./time-of-impact.ts";
import type { World } from "./world.ts";

/** How often a contact may stop its body within a step. */
const MAX_IMPACTS = 8;

/** What is later than this is the end of the step. */
const LATEST = 1 - 10 * 2 ** -23;

/** Passes over the positions at an impact, the share that one corrects, and how deep is near enough. */
const POSITION_PASSES = 20;
const CORRECTION = 0.75;
const DEEPEST = -1.5 * LINEAR_SLOP;

const NO_JOINTS: readonly Joint[] = [];

const before = new Float64Array(16);

/**
 * Stops bodies that went through the ground in the step: the earliest impact first, the body is moved back to it, loses
 * its velocity into the ground, and goes on for the rest of the step. Joints take no part, and give way.
 */
export function solveImpacts(world: World): void {
  const { contacts } = world;
  for (let i = 0; i < world.contactCount; i += 1) {
    contacts[i].impact = UNKNOWN;
    contacts[i].impacts = 0;
  }
  for (;;) {
    const contact = earliestImpact(world);
    if (contact === undefined) return;
    solveImpact(world, contact);
  }
}

function earliestImpact(world: World): Contact | undefined {
  const { contacts, ground, shape } = world;
  let earliest: Contact | undefined;
  let time = LATEST;
  for (let i = world.contactCount - 1; i >= 0; i -= 1) {
    const contact = contacts[i];
    if (contact.ignored || contact.impacts > MAX_IMPACTS) continue;
    if (contact.impact === UNKNOWN) {
      const { startTime } = contact.body;
      readGroundShape(ground, contact.shape, shape);
      contact.impact = startTime + (1 - startTime) * timeOfImpact(contact.body, shape);
    }
    if (contact.impact >= time) continue;
    time = contact.impact;
    earliest = contact;
  }
  return earliest;
}

function solveImpact(world: World, contact: Contact): void {
  const { contacts, active, design } = world;
  const { body, impact } = contact;
  const { x, y, angle, startX, startY, startAngle, startTime } = body;
  stopAt(body, impact);
  updateContact(world, contact);
  contact.impact = UNKNOWN;
  contact.impacts += 1;
  if (!contact.touching) {
    contact.ignored = true;
    body.startX = startX;
    body.startY = startY;
    body.startAngle = startAngle;
    body.startTime = startTime;
    body.x = x;
    body.y = y;
    body.angle = angle;
    moveShape(body);
    return;
  }

  active[0] = contact;
  world.activeCount = 1;
  for (let i = world.contactCount - 1; i >= 0; i -= 1) {
    const other = contacts[i];
    if (other === contact || other.body !== body) continue;
    updateContact(world, other);
    if (other.touching) active[world.activeCount++] = other;
  }

  for (let pass = 0; pass < POSITION_PASSES; pass += 1) {
    let isSolved = true;
    for (let i = 0; i < world.activeCount; i += 1) {
      isSolved = separate(active[i], CORRECTION) >= DEEPEST && isSolved;
    }
    if (isSolved) break;
  }
  body.startX = body.x;
  body.startY = body.y;
  body.startAngle = body.angle;
  moveShape(body);
  for (let i = 0; i < world.activeCount; i += 1) prepareContact(active[i], false);
  solveVelocities(world, NO_JOINTS);
  moveBody(body, (1 - impact) * design.timeStep);

  before.set(body.vertices);
  moveShape(body);
  for (let i = 0; i < world.contactCount; i += 1) if (contacts[i].body === body) contacts[i].impact = UNKNOWN;
  if (widenBounds(body, before)) findContacts(world, body);
}

/** Moves the body back to a time of the step, at which it begins anew. */
function stopAt(body: Body, time: number): void {
  const share = (time - body.startTime) / (1 - body.startTime);
  body.startX += share * (body.x - body.startX);
  body.startY += share * (body.y - body.startY);
  body.startAngle += share * (body.angle - body.startAngle);
  body.startTime = time;
  body.x = body.startX;
  body.y = body.startY;
  body.angle = body.startAngle;
  moveShape(body);
}
