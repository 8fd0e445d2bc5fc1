import type { Body } from "./body.ts";
import { collide } from "./collide.ts";
import type { Contact } from "./contact.ts";
import { firstSideNear, overlapsGround, readGroundShape, sidesNear } from "./ground.ts";
import type { World } from "./world.ts";

/** Adds the contacts of what has come near to a body, whose bounds have changed. */
export function findContacts(world: World, body: Body): void {
  const { ground } = world;
  const { points } = ground.design;
  const last = sidesNear(ground, body.highX);
  for (let side = firstSideNear(ground, body.lowX); side < last; side += 1) addIfNear(world, body, side);
  const boxes = ground.numbers[ground.at + points];
  for (let box = 0; box < boxes; box += 1) addIfNear(world, body, points - 1 + box);
}

function addIfNear(world: World, body: Body, shape: number): void {
  const { ground, contacts } = world;
  if (!overlapsGround(ground, shape, body.lowX, body.lowY, body.highX, body.highY)) return;
  for (let i = 0; i < world.contactCount; i += 1) {
    if (contacts[i].body === body && contacts[i].shape === shape) return;
  }
  if (world.contactCount === contacts.length) {
    throw new Error(`More than ${contacts.length} contacts: the world's design must allow for more.`);
  }
  const contact = contacts[world.contactCount];
  contact.body = body;
  contact.bodyIndex = world.bodies.indexOf(body);
  contact.shape = shape;
  contact.touching = false;
  contact.count = 0;
  contact.friction = Math.sqrt(body.friction * ground.design.friction);
  contact.impact = UNKNOWN;
  contact.impacts = 0;
  contact.ignored = false;
  world.contactCount += 1;
}

/** The time of an impact that has not been computed. */
export const UNKNOWN = -1;

/** Lets go of the contacts whose bounds are apart, and finds the points of the others. The newest comes first. */
export function updateContacts(world: World): void {
  const { ground, contacts, design } = world;
  let apart = 0;
  for (let i = world.contactCount - 1; i >= 0; i -= 1) {
    const contact = contacts[i];
    const { body, shape } = contact;
    if (!overlapsGround(ground, shape, body.lowX, body.lowY, body.highX, body.highY)) {
      if (contact.touching) world.touch(contact.bodyIndex, false);
      contact.shape = APART;
      apart += 1;
      continue;
    }
    contact.friction = Math.sqrt(body.friction * design.ground.friction);
    updateContact(world, contact);
  }
  if (apart > 0) removeApart(world);
}

const APART = -1;

/** Closes the gaps and keeps the order; those that are let go of are used again. */
function removeApart(world: World): void {
  const { contacts } = world;
  let kept = 0;
  for (let i = 0; i < world.contactCount; i += 1) {
    const contact = contacts[i];
    if (contact.shape === APART) continue;
    contacts[i] = contacts[kept];
    contacts[kept] = contact;
    kept += 1;
  }
  world.contactCount = kept;
}

/** Finds the points of a contact where the body is, and tells of a touch that begins or ends. */
export function updateContact(world: World, contact: Contact): void {
  readGroundShape(world.ground, contact.shape, world.shape);
  collide(contact, world.shape);
  contact.ignored = false;
  const isTouching = contact.count > 0;
  if (isTouching === contact.touching) return;
  contact.touching = isTouching;
  world.touch(contact.bodyIndex, isTouching);
}
