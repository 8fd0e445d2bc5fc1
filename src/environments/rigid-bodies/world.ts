import { type Body, type BodyDesign, createBody, moveShape } from "./body.ts";
import { type Contact, createContact } from "./contact.ts";
import { createGroundShape, type Ground, type GroundDesign, type GroundShape, groundSize } from "./ground.ts";
import { createJoint, type Joint, type JointDesign } from "./joint.ts";

/** What a world consists of: bodies that joints hold together, and ground. The bodies collide with the ground only. */
export interface WorldDesign {
  /** In m/s², along y. */
  readonly gravity: number;
  /** The duration of a step (s). */
  readonly timeStep: number;
  /** In the order in which their contacts are solved; all must hang together by joints. */
  readonly bodies: readonly BodyDesign[];
  /** In the order in which they are solved. */
  readonly joints: readonly JointDesign[];
  readonly ground: GroundDesign;
  /** How many shapes of the ground may be near the bodies at once. */
  readonly contacts: number;
}

/**
 * A world to compute in. What lasts from step to step can be written into a row of numbers and read from it, so that one
 * world does for many copies: see {@link readWorld}.
 */
export interface World {
  readonly design: WorldDesign;
  readonly bodies: readonly Body[];
  readonly joints: readonly Joint[];
  readonly ground: Ground;
  /** The first `contactCount` are used, in the order in which they came near. */
  readonly contacts: Contact[];
  contactCount: number;
  /** Scratch: the first `activeCount` are the contacts to solve. */
  readonly active: Contact[];
  activeCount: number;
  /** For how long all bodies have been at rest (s). */
  restTime: number;
  /** Is told when a body begins to touch a shape of the ground, and when it ends to. */
  touch: (body: number, isTouching: boolean) => void;
  /** Scratch: a shape of the ground. */
  readonly shape: GroundShape;
}

export function createWorld(design: WorldDesign): World {
  const bodies = design.bodies.map(createBody);
  return {
    design,
    bodies,
    joints: design.joints.map((joint) => createJoint(joint, bodies)),
    ground: { design: design.ground, numbers: new Float64Array(0), at: 0 },
    contacts: Array.from({ length: design.contacts }, () => createContact(bodies[0])),
    contactCount: 0,
    active: Array.from({ length: design.contacts }, () => createContact(bodies[0])),
    activeCount: 0,
    restTime: 0,
    touch: () => {},
    shape: createGroundShape(),
  };
}

const BODY_NUMBERS = 10;
const JOINT_NUMBERS = 5;
const CONTACT_NUMBERS = 10;

/** How many numbers the state of a world has. */
export function worldSize({ bodies, joints, contacts, ground }: WorldDesign): number {
  return (
    groundSize(ground) +
    2 +
    BODY_NUMBERS * bodies.length +
    JOINT_NUMBERS * joints.length +
    CONTACT_NUMBERS * contacts
  );
}

/** Makes the world that whose state begins at `at`. Its ground stays in that row, and must be there until the next one. */
export function readWorld(world: World, state: Float64Array, at: number): void {
  const { bodies, joints, contacts, ground } = world;
  ground.numbers = state;
  ground.at = at;
  let next = at + groundSize(ground.design);
  world.restTime = state[next++];
  world.contactCount = state[next++];
  for (const body of bodies) {
    body.x = state[next++];
    body.y = state[next++];
    body.angle = state[next++];
    body.vx = state[next++];
    body.vy = state[next++];
    body.spin = state[next++];
    body.lowX = state[next++];
    body.lowY = state[next++];
    body.highX = state[next++];
    body.highY = state[next++];
    moveShape(body);
  }
  for (const joint of joints) {
    joint.impulseX = state[next++];
    joint.impulseY = state[next++];
    joint.limitImpulse = state[next++];
    joint.motorImpulse = state[next++];
    joint.limit = state[next++];
  }
  for (let i = 0; i < world.contactCount; i += 1) {
    const contact = contacts[i];
    const { first, second } = contact;
    contact.bodyIndex = state[next++];
    contact.body = bodies[contact.bodyIndex];
    contact.shape = state[next++];
    contact.count = state[next++];
    contact.touching = state[next++] === 1;
    first.id = state[next++];
    first.push = state[next++];
    first.rub = state[next++];
    second.id = state[next++];
    second.push = state[next++];
    second.rub = state[next++];
  }
}

/** Writes what lasts of the world, the ground apart, into the row that it was read from. */
export function writeWorld(world: World): void {
  const { bodies, joints, contacts, ground } = world;
  const state = ground.numbers;
  let next = ground.at + groundSize(ground.design);
  state[next++] = world.restTime;
  state[next++] = world.contactCount;
  for (const body of bodies) {
    state[next++] = body.x;
    state[next++] = body.y;
    state[next++] = body.angle;
    state[next++] = body.vx;
    state[next++] = body.vy;
    state[next++] = body.spin;
    state[next++] = body.lowX;
    state[next++] = body.lowY;
    state[next++] = body.highX;
    state[next++] = body.highY;
  }
  for (const joint of joints) {
    state[next++] = joint.impulseX;
    state[next++] = joint.impulseY;
    state[next++] = joint.limitImpulse;
    state[next++] = joint.motorImpulse;
    state[next++] = joint.limit;
  }
  for (let i = 0; i < world.contactCount; i += 1) {
    const contact = contacts[i];
    const { first, second } = contact;
    state[next++] = contact.bodyIndex;
    state[next++] = contact.shape;
    state[next++] = contact.count;
    state[next++] = contact.touching ? 1 : 0;
    state[next++] = first.id;
    state[next++] = first.push;
    state[next++] = first.rub;
    state[next++] = second.id;
    state[next++] = second.push;
    state[next++] = second.rub;
  }
}

/** Whether numbers from elsewhere can be the state of a world: what counts and what is a number of something is one. */
export function isWorld({ design, contacts }: World, state: Float64Array, at: number): boolean {
  const { ground, bodies, joints } = design;
  const { points, boxes: most = 0 } = ground;
  const isCount = (value: number, limit: number) => Number.isInteger(value) && value >= 0 && value <= limit;
  const boxes = state[at + points];
  let next = at + groundSize(ground) + 1;
  const contactCount = state[next++];
  if (!isCount(boxes, most) || !isCount(contactCount, contacts.length)) return false;
  next += BODY_NUMBERS * bodies.length + JOINT_NUMBERS * joints.length;
  for (let i = 0; i < contactCount; i += 1, next += CONTACT_NUMBERS) {
    const shapes = points - 1 + boxes;
    if (!isCount(state[next], bodies.length - 1) || !isCount(state[next + 1], shapes - 1)) return false;
    if (!isCount(state[next + 2], 2)) return false;
  }
  return state.subarray(at, at + worldSize(design)).every(Number.isFinite);
}
