import type { Body } from "./body.ts";
import { type Joint, solveJoint } from "./joint.ts";
import { solveContact } from "./solve-contact.ts";
import type { World } from "./world.ts";

/** How many passes over the velocities there are at most, as in Gymnasium's environments. */
const PASSES = 180;

/**
 * A pass that changes no velocity (m/s, rad/s) and no impulse of a motor (N·m·s) by more than this is the last: what the
 * others would change is lost in rounding. A motor that pushes against a limit leaves the velocities as they are.
 */
const CONVERGED = 1e-15;

/** After how many passes it is looked at whether they still change anything. */
const LOOK_EVERY = 4;

/** Solves the joints and the active contacts, in turn, until their velocities agree. */
export function solveVelocities(world: World, joints: readonly Joint[]): void {
  const { bodies, active, activeCount } = world;
  for (let pass = 1; pass <= PASSES; pass += 1) {
    const isLooking = pass % LOOK_EVERY === 0;
    if (isLooking) remember(bodies, joints);
    for (const joint of joints) solveJoint(joint);
    for (let i = 0; i < activeCount; i += 1) solveContact(active[i]);
    if (isLooking && hasConverged(bodies, joints)) return;
  }
}

function remember(bodies: readonly Body[], joints: readonly Joint[]): void {
  for (const body of bodies) {
    body.beforeX = body.vx;
    body.beforeY = body.vy;
    body.beforeSpin = body.spin;
  }
  for (const joint of joints) joint.beforeImpulse = joint.motorImpulse;
}

function hasConverged(bodies: readonly Body[], joints: readonly Joint[]): boolean {
  let change = 0;
  for (const { vx, vy, spin, beforeX, beforeY, beforeSpin } of bodies) {
    change = Math.max(change, Math.abs(vx - beforeX), Math.abs(vy - beforeY), Math.abs(spin - beforeSpin));
  }
  for (const { motorImpulse, beforeImpulse } of joints) {
    change = Math.max(change, Math.abs(motorImpulse - beforeImpulse));
  }
  return change <= CONVERGED;
}
